package org.sinter.cli.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Program;

/**
 * A graph as it runs, in numbers.
 *
 * @param calls of kernels
 * @param kernels different ones
 * @param bytes read and written by all calls, were each of their values touched once
 * @param arena bytes for values that one call leaves for another
 */
public record Kernels(int calls, int kernels, long bytes, long arena) {
  public static Kernels of(Program program, Sizes sizes) {
    Dim bytes = Dim.ZERO;
    for (Program.Call call : program.calls()) {
      bytes = bytes.plus(call.work().bytes());
    }
    return new Kernels(
        program.calls().size(),
        program.kernels().size(),
        sizes.at(bytes, program.symbols()),
        sizes.at(program.arena(), program.symbols()));
  }

  /** {@code 97 calls of kernels → 54}, …. */
  String to(Kernels after) {
    return "as compiled: "
        + Quantity.change(calls + " calls of kernels", after.calls + "", ratio(calls, after.calls))
        + ", "
        + Quantity.change(
            Quantity.bytes(bytes) + " touched",
            Quantity.bytes(after.bytes),
            ratio(bytes, after.bytes))
        + ", "
        + Quantity.change(
            Quantity.bytes(arena) + " arena",
            Quantity.bytes(after.arena),
            ratio(arena, after.arena));
  }

  private static double ratio(long before, long after) {
    return before == 0 ? 0 : (double) after / before;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("calls", calls);
    json.put("kernels", kernels);
    json.put("bytes", bytes);
    json.put("arena", arena);
    return json;
  }
}
