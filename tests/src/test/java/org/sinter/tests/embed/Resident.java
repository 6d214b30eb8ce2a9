package org.sinter.tests.embed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says about this process, in bytes. */
final class Resident {
  private Resident() {}

  static long now() throws IOException {
    return bytes("VmRSS:");
  }

  /** The most since {@link #restart}. */
  static long peak() throws IOException {
    return bytes("VmHWM:");
  }

  static void restart() throws IOException {
    Files.writeString(Path.of("/proc/self/clear_refs"), "5");
  }

  private static long bytes(String field) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      String line = lines.filter(l -> l.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
  }

  /** Bytes of all mappings for which huge pages were asked; nobody but native code does that. */
  static long huge() throws IOException {
    long sum = 0;
    long size = 0;
    for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
      if (line.startsWith("Size:")) {
        size = Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      } else if (line.startsWith("VmFlags:") && line.contains(" hg")) {
        sum += size;
      }
    }
    return sum;
  }

  static long mappings() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines.count();
    }
  }

  /** The least of some looks: the JVM opens files of its own for a moment. */
  static long files() throws IOException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
        least = Math.min(least, files.count());
      }
    }
    return least;
  }
}
