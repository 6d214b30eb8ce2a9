package org.sinter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import picocli.CommandLine.Option;

/** The systems and CPU levels to compile for. */
final class Targets {
  @Option(
      names = "--target",
      paramLabel = "SYSTEM[:LEVEL,..]",
      description = {
        "Repeatable; default linux-x86_64 and linux-aarch64 with all CPU levels.",
        "Also macos-aarch64 and windows-x86_64 (untested). Levels: v2 v3 v3+avxvnni v4 v4+vnni v4+vnni+bf16, neon neon+dotprod."
      })
  List<String> targets = new ArrayList<>();

  Map<System, List<CpuLevel>> levels() {
    Map<System, List<CpuLevel>> levels = new TreeMap<>();
    List<String> chosen = targets.isEmpty() ? List.of("linux-x86_64", "linux-aarch64") : targets;
    for (String target : chosen) {
      String[] parts = target.split(":", 2);
      System system = System.of(parts[0]);
      levels.put(system, parts.length == 1 ? system.levels() : levels(system, parts[1]));
    }
    return levels;
  }

  private static List<CpuLevel> levels(System system, String names) {
    List<CpuLevel> levels = new ArrayList<>();
    for (String name : names.split(",")) {
      CpuLevel level = CpuLevel.of(name.strip());
      if (level.architecture() != system.architecture()) {
        throw new IllegalArgumentException("level " + level + " does not exist on " + system);
      }
      levels.add(level);
    }
    return levels;
  }
}
