package org.sinter.runtime;

import java.util.Arrays;
import java.util.Random;

/** Seeded damage: flipped, replaced, cut, repeated and moved bytes. */
final class Mutation {
  private static final byte[] TELLING = "{}[]\":,\\-0189eE.+*()nutf \n".getBytes();

  private Mutation() {}

  /** The number of mutations: what is usual, {@code -Dsinter.fuzz} times; told for adding up. */
  static int count(int usual, String what) {
    int count = usual * Integer.getInteger("sinter.fuzz", 1);
    System.out.println("fuzz: " + count + " mutations of " + what);
    return count;
  }

  static byte[] of(byte[] original, Random random) {
    byte[] bytes = original.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = once(bytes, random);
    }
    return bytes;
  }

  private static byte[] once(byte[] bytes, Random random) {
    if (bytes.length < 8) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int length = 1 + random.nextInt(Math.min(bytes.length - at, 40));
    switch (random.nextInt(6)) {
      case 0:
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return bytes;
      case 1:
        bytes[at] = TELLING[random.nextInt(TELLING.length)];
        return bytes;
      case 2:
        return Arrays.copyOf(bytes, at);
      case 3:
        Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0xff : 0));
        return bytes;
      case 4:
        System.arraycopy(bytes, at, bytes, random.nextInt(bytes.length - length + 1), length);
        return bytes;
      default:
        byte[] shorter = Arrays.copyOf(bytes, bytes.length - length);
        System.arraycopy(bytes, at + length, shorter, at, bytes.length - at - length);
        return shorter;
    }
  }
}
