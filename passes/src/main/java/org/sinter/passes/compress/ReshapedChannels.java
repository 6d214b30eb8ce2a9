package org.sinter.passes.compress;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;

/** Channels of a value as channels of the same elements in another shape. */
final class ReshapedChannels {
  private static final long MOST = 1 << 24;
  private static final int UNKNOWN = -2;

  private final TensorType from;
  private final TensorType to;
  private final Channels channels;

  private ReshapedChannels(TensorType from, TensorType to, Channels channels) {
    this.from = from;
    this.to = to;
    this.channels = channels;
  }

  /** Null where units do not lie along one axis of {@code to}. */
  static Channels of(TensorType from, TensorType to, Channels channels) {
    ReshapedChannels reshaped = new ReshapedChannels(from, to, channels);
    Channels same = reshaped.besideOnes();
    return same != null ? same : reshaped.inBlock();
  }

  /** Where shapes differ only in dims of 1. */
  private Channels besideOnes() {
    int[] a = longAxes(from);
    int[] b = longAxes(to);
    boolean same = a.length == b.length;
    for (int i = 0; same && i < a.length; i++) {
      same = from.dim(a[i]).equals(to.dim(b[i]));
    }
    int place = Arrays.binarySearch(a, channels.axis());
    return same && place >= 0 ? channels.at(b[place]) : null;
  }

  private static int[] longAxes(TensorType type) {
    return IntStream.range(0, type.rank()).filter(i -> !type.dim(i).is(1)).toArray();
  }

  /** Where the last dims, which hold the channels' axis, are numbers with the same product. */
  private Channels inBlock() {
    long least = trailing(from, channels.axis());
    int start = to.rank() - 1;
    while (start > 0 && least > 0 && trailing(to, start) > 0 && trailing(to, start) < least) {
      start--;
    }
    long block = start < 0 || least < 0 ? -1 : trailing(to, start);
    boolean aligned =
        IntStream.rangeClosed(0, channels.axis()).anyMatch(i -> trailing(from, i) == block);
    if (block < least || block < 1 || block > MOST || !aligned) {
      return null;
    }
    for (int axis = start; axis < to.rank(); axis++) {
      Channels found = along(axis, (int) block);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Channels along(int axis, int block) {
    int count = Math.toIntExact(to.dim(axis).value());
    if (count == 1) {
      return null;
    }
    int[] owner = new int[count];
    Arrays.fill(owner, UNKNOWN);
    long inner = trailing(from, channels.axis() + 1);
    long innerTo = trailing(to, axis + 1);
    for (int i = 0; i < block; i++) {
      int unit = channels.owner()[(int) (i / inner % channels.owner().length)];
      int at = (int) (i / innerTo % count);
      if (owner[at] != UNKNOWN && owner[at] != unit) {
        return null;
      }
      owner[at] = unit;
    }
    return new Channels(axis, owner);
  }

  /** The product of the dims from {@code axis} on; -1 where that is no number. */
  private static long trailing(TensorType type, int axis) {
    List<Dim> dims = type.dims().subList(axis, type.rank());
    Dim product = Dim.product(dims);
    return product.isConstant() ? product.value() : -1;
  }
}
