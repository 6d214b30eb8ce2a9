package org.sinter.codegen.jar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.kernel.Program;

/**
 * The text of {@code profile.json}: names and work of each level's kernel calls, see docs/abi.md.
 */
record ProfileTable(Map<CpuLevel, Program> programs) {
  /** The most calls of a level. */
  int calls() {
    return programs.values().stream().mapToInt(p -> p.calls().size()).max().orElse(0);
  }

  String text() {
    Map<List<Object>, List<String>> levels = new LinkedHashMap<>();
    programs.forEach(
        (level, program) ->
            levels.computeIfAbsent(rows(program), k -> new ArrayList<>()).add(level.name()));
    List<Object> tables = new ArrayList<>();
    levels.forEach((rows, names) -> tables.add(object("levels", names, "calls", rows)));
    return JsonText.of(object("tables", tables));
  }

  private static List<Object> rows(Program program) {
    List<Object> rows = new ArrayList<>();
    for (Program.Call call : program.calls()) {
      Program.Work work = call.work();
      rows.add(
          object(
              "kernel",
              call.kernel(),
              "node",
              work.origin(),
              "flops",
              work.flops().toString(),
              "bytes",
              work.bytes().toString(),
              "weights",
              work.weightBytes().toString()));
    }
    return rows;
  }

  private static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
