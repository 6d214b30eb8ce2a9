package org.sinter.tests.quality;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** How many tokens the sentences of the STS benchmark's development part have, for benchmarks. */
public final class Lengths {
  static final String RESOURCE = "/stsb-dev-lengths.txt";

  private Lengths() {}

  /** Of all 3000 sentences: the pairs' first ones, then the second ones. */
  public static int[] all() throws IOException {
    try (InputStream in = Lengths.class.getResourceAsStream(RESOURCE)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.strip().split("\\s+")).mapToInt(Integer::parseInt).toArray();
    }
  }

  /** Of {@code count} sentences drawn by chance. */
  public static int[] some(int count, long seed) throws IOException {
    int[] all = all();
    return new Random(seed).ints(count, 0, all.length).map(i -> all[i]).toArray();
  }
}
