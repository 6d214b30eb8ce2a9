package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Stmt;

/**
 * A kernel and the values at its buffers.
 *
 * @param values one for each buffer of the kernel, inputs first
 * @param checks what must hold before it runs
 * @param work what it has to do, for profiles
 */
record Lowered(Kernel kernel, List<Value> values, List<Inliner.Check> checks, Program.Work work) {
  Lowered(Kernel kernel, List<Value> values, List<Inliner.Check> checks) {
    this(kernel, values, checks, Program.Work.NONE);
  }

  /** The same, doing {@code work}. */
  Lowered with(Program.Work work) {
    return new Lowered(kernel, values, checks, work);
  }

  /** A kernel that reads what {@code inliner} met and writes {@code root}. */
  static Lowered of(String name, Inliner inliner, Value root, Buffer out, Stmt body) {
    return of(name, inliner, List.of(root), List.of(out), body);
  }

  /** A kernel that reads what {@code inliner} met and writes each result to its buffer. */
  static Lowered of(
      String name, Inliner inliner, List<Value> results, List<Buffer> outs, Stmt body) {
    List<Buffer> buffers = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (Map.Entry<Buffer, Value> input : inliner.inputs()) {
      buffers.add(input.getKey());
      values.add(input.getValue());
    }
    buffers.addAll(outs);
    values.addAll(results);
    Kernel kernel = new Kernel(name, buffers, outs.size(), body);
    return new Lowered(kernel, values, List.copyOf(inliner.checks()));
  }

  /** A procedural op's own kernel. */
  static Lowered of(Node node, Kernel kernel) {
    List<Value> values = new ArrayList<>(node.inputs());
    values.addAll(node.results());
    String where = node.origin().isEmpty() ? "" : " (node " + node.origin() + ")";
    Stmt body = Bind.located(where, kernel.body());
    return new Lowered(
        new Kernel(kernel.name(), kernel.buffers(), kernel.outputs(), body), values, List.of());
  }
}
