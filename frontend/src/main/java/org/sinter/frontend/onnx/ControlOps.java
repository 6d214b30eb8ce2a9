package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;

/** {@code If} with a known condition; {@code Loop} with a known count, unrolled. */
final class ControlOps {
  private ControlOps() {}

  static void register(Registry r) {
    r.addAll("If", ControlOps::branch);
    r.addAll("Loop", ControlOps::loop);
    r.addAll("Scan", ScanOp::write);
    r.add("Optional", c -> c.in(0));
    r.add("OptionalGetElement", c -> c.in(0));
    r.add("OptionalHasElement", c -> c.b().add(Fill.scalar(DType.BOOL, c.has(0) ? 1 : 0)));
  }

  static OnnxGraph graph(Call c, String name) {
    if (!c.hasAttribute(name)) {
      throw new IllegalArgumentException("attribute " + name + " is missing");
    }
    return c.node().attribute(name).asGraph();
  }

  static List<Value> inline(Call c, OnnxGraph graph, List<Value> arguments) {
    List<Value> results = c.body().inner(c.node()).inline(graph, arguments);
    c.b().origin(c.node().name());
    return results;
  }

  /** The chosen branch; both and a selection where the condition is data and the types agree. */
  private static List<Value> branch(Call c) {
    Boolean taken = c.truth(0);
    if (taken != null) {
      return inline(c, graph(c, taken ? "then_branch" : "else_branch"), List.of());
    }
    List<Value> yes = inline(c, graph(c, "then_branch"), List.of());
    List<Value> no = inline(c, graph(c, "else_branch"), List.of());
    Value condition = c.f().reshape(c.in(0), List.of());
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < yes.size(); i++) {
      if (i >= no.size() || !yes.get(i).type().equals(no.get(i).type())) {
        c.dims(0);
      }
      results.add(c.f().where(condition, yes.get(i), no.get(i)));
    }
    return results;
  }

  private static List<Value> loop(Call c) {
    OnnxGraph body = graph(c, "body");
    long count = c.has(0) ? c.constant(0) : Long.MAX_VALUE;
    int states = Math.max(0, c.size() - 2);
    List<Value> state = c.from(2);
    List<List<Value>> collected = new ArrayList<>();
    for (int i = states + 1; i < body.outputs().size(); i++) {
      collected.add(new ArrayList<>());
    }
    Value condition = c.has(1) ? c.in(1) : c.b().add(Fill.scalar(DType.BOOL, 1));
    long limit = c.body().model().options().maxUnroll();
    for (long i = 0; i < count && holds(c, condition); i++) {
      if (i >= limit) {
        throw new IllegalArgumentException("it runs more than " + limit + " times");
      }
      List<Value> arguments = new ArrayList<>();
      arguments.add(c.b().add(Fill.scalar(DType.I64, i)));
      arguments.add(condition);
      arguments.addAll(state);
      List<Value> results = inline(c, body, arguments);
      condition = results.get(0);
      state = new ArrayList<>(results.subList(1, 1 + states));
      for (int k = 0; k < collected.size(); k++) {
        collected.get(k).add(Layout.unsqueeze(c.f(), results.get(1 + states + k), 0));
      }
    }
    return finish(c, state, collected);
  }

  private static boolean holds(Call c, Value condition) {
    return !c.dims(condition, "the condition").get(0).is(0);
  }

  private static List<Value> finish(Call c, List<Value> state, List<List<Value>> collected) {
    List<Value> results = new ArrayList<>(state);
    for (List<Value> parts : collected) {
      if (parts.isEmpty()) {
        throw new IllegalArgumentException("it never runs, so a result's shape is not known");
      }
      results.add(Layout.concat(c.f(), parts, 0));
    }
    return results;
  }

  /** Parts along a new axis, perhaps in reverse order. */
  static Value stack(Formula f, List<Value> parts, int axis, boolean reverse) {
    List<Value> columns = new ArrayList<>();
    for (Value part : parts) {
      int at = Call.axis(axis, part.type().rank() + 1);
      columns.add(reverse ? 0 : columns.size(), Layout.unsqueeze(f, part, at));
    }
    return Layout.concat(f, columns, Call.axis(axis, columns.get(0).type().rank()));
  }

  static long count(Dim dim, String what, long limit) {
    if (!dim.isConstant()) {
      throw new IllegalArgumentException(
          what
              + " is "
              + dim
              + "; a number is needed: fix it with --dim "
              + dim.symbols().iterator().next()
              + "=N");
    }
    if (dim.value() > limit) {
      throw new IllegalArgumentException("it runs " + dim + " times, more than " + limit);
    }
    return dim.value();
  }
}
