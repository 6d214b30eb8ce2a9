package org.sinter.codegen.math;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.sinter.codegen.target.CpuLevel;

/** Which levels the machine that runs the tests has. */
final class Machines {
  private Machines() {}

  /** Skips a test whose code cannot run here. */
  static void assumeRuns(CpuLevel level) {
    String flag =
        switch (level.name()) {
          case "v2" -> "sse4_2";
          case "v3" -> "avx2";
          case "v4" -> "avx512vl";
          default -> "avx512_bf16";
        };
    Assumptions.assumeTrue(flags().contains(" " + flag + " "), "no " + level + " on this machine");
  }

  private static String flags() {
    try {
      return Files.readString(Path.of("/proc/cpuinfo")).replace('\n', ' ');
    } catch (IOException e) {
      return "";
    }
  }
}
