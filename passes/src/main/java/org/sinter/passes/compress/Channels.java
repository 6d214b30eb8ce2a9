package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which unit (a neuron, a head) each channel along an axis belongs to.
 *
 * @param owner the unit of each channel, or {@link #FREE}
 */
record Channels(int axis, int[] owner) {
  /** Belongs to no unit, and stays. */
  static final int FREE = -1;

  /** No channels: units do not concern the value. */
  static final Channels NONE = new Channels(0, new int[0]);

  /** Each channel is a unit of its own. */
  static Channels each(int axis, long count) {
    return new Channels(axis, IntStream.range(0, Math.toIntExact(count)).toArray());
  }

  boolean isFree() {
    return Arrays.stream(owner).allMatch(u -> u == FREE);
  }

  /** The same along another axis. */
  Channels at(int other) {
    return new Channels(other, owner);
  }

  /** Both claims together; null where a channel would belong to two units. */
  Channels with(Channels other) {
    if (other.axis != axis || other.owner.length != owner.length) {
      return null;
    }
    int[] all = owner.clone();
    for (int i = 0; i < all.length; i++) {
      if (all[i] != FREE && other.owner[i] != FREE && all[i] != other.owner[i]) {
        return null;
      }
      all[i] = Math.max(all[i], other.owner[i]);
    }
    return new Channels(axis, all);
  }

  boolean same(Channels other) {
    return axis == other.axis && Arrays.equals(owner, other.owner);
  }

  /** Channels {@code from <= i < from + count}. */
  Channels part(int from, int count) {
    return new Channels(axis, Arrays.copyOfRange(owner, from, from + count));
  }

  /** These as channels from {@code from} on of {@code count}. */
  Channels within(int from, int count) {
    int[] all = new int[count];
    Arrays.fill(all, FREE);
    System.arraycopy(owner, 0, all, from, owner.length);
    return new Channels(axis, all);
  }

  /** Each {@code times} in a row. */
  Channels repeated(int times) {
    return new Channels(
        axis, IntStream.range(0, owner.length * times).map(i -> owner[i / times]).toArray());
  }

  /** One for {@code times} equal ones in a row; null where those differ. */
  Channels once(int times) {
    Channels few =
        new Channels(
            axis, IntStream.range(0, owner.length / times).map(i -> owner[i * times]).toArray());
    return few.repeated(times).same(this) ? few : null;
  }

  /** The channels that are left when of the units only some stay. */
  int[] kept(boolean[] stays) {
    return IntStream.range(0, owner.length)
        .filter(i -> owner[i] == FREE || stays[owner[i]])
        .toArray();
  }
}
