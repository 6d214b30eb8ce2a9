package org.sinter.tests.embed;

import java.io.IOException;
import java.nio.file.Path;
import org.sinter.runtime.Model;

/**
 * Loads, runs and closes a model {@code TIMES} times; prints by how much the process has grown
 * between a tenth of them and all: bytes, mappings and open files.
 */
final class Reload {
  private Reload() {}

  public static void main(String[] args) throws IOException {
    int times = Integer.parseInt(args[1]);
    String first = "";
    long[] before = null;
    for (int i = 0; i < times; i++) {
      if (i == times / 10) {
        before = state();
      }
      try (Model model = Model.load(Path.of(args[0]))) {
        String numbers = Texts.numbers(model);
        first = i == 0 ? numbers : first;
        if (!numbers.equals(first)) {
          throw new IllegalStateException("load " + i + ": " + numbers + ", not " + first);
        }
      }
    }
    long[] after = state();
    System.out.println(
        (after[0] - before[0]) + " " + (after[1] - before[1]) + " " + (after[2] - before[2]));
  }

  private static long[] state() throws IOException {
    System.gc();
    return new long[] {Resident.now(), Resident.mappings(), Resident.files()};
  }
}
