package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;

/** {@code ReduceX}: sums, means, norms and extremes over axes. */
final class ReductionOps {
  private ReductionOps() {}

  /** A reduction of a value over axes that stay as 1. */
  private interface Over extends BiFunction<Value, List<Integer>, Value> {}

  static void register(Registry r) {
    reduce(r, "ReduceSum", f -> (x, axes) -> sum(f, x, axes));
    reduce(r, "ReduceProd", f -> (x, axes) -> keep(f, Reducer.PROD, x, axes));
    reduce(r, "ReduceMax", f -> (x, axes) -> keep(f, max(x), x, axes));
    reduce(r, "ReduceMin", f -> (x, axes) -> keep(f, min(x), x, axes));
    reduce(r, "ReduceMean", f -> (x, axes) -> mean(f, x, axes));
    reduce(r, "ReduceL1", f -> (x, axes) -> sum(f, f.apply(Unary.Function.ABS, x), axes));
    reduce(r, "ReduceL2", f -> (x, axes) -> f.sqrt(sum(f, f.mul(x, x), axes)));
    reduce(r, "ReduceSumSquare", f -> (x, axes) -> sum(f, f.mul(x, x), axes));
    reduce(r, "ReduceLogSum", f -> (x, axes) -> f.apply(Unary.Function.LOG, sum(f, x, axes)));
    reduce(r, "ReduceLogSumExp", f -> (x, axes) -> logSumExp(f, x, axes));
  }

  private interface Factory {
    Over of(Formula f);
  }

  private static void reduce(Registry r, String op, Factory factory) {
    r.add(op, c -> write(c, factory.of(c.f())));
  }

  private static Value write(Call c, Over over) {
    int version = c.node().opType().equals("ReduceSum") ? 13 : 18;
    List<Integer> given = ReshapeOps.axes(c, version);
    Value x = c.in(0);
    if (given == null || given.isEmpty()) {
      if (c.flag("noop_with_empty_axes", false)) {
        return over.apply(x, List.of());
      }
      given = Layout.range(0, x.type().rank());
    }
    List<Integer> axes = given.stream().map(x.type()::axis).distinct().sorted().toList();
    Value kept = over.apply(x, axes);
    if (c.flag("keepdims", true)) {
      return kept;
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < x.type().rank(); i++) {
      if (!axes.contains(i)) {
        dims.add(x.type().dim(i));
      }
    }
    return c.f().reshape(kept, dims);
  }

  static Value keep(Formula f, Reducer reducer, Value x, List<Integer> axes) {
    return axes.isEmpty() ? x : f.b().add(new Reduce(reducer, axes, true), x);
  }

  static Value sum(Formula f, Value x, List<Integer> axes) {
    return keep(f, Reducer.SUM, x, axes);
  }

  private static Reducer max(Value x) {
    return x.type().dtype() == DType.BOOL ? Reducer.OR : Reducer.MAX;
  }

  private static Reducer min(Value x) {
    return x.type().dtype() == DType.BOOL ? Reducer.AND : Reducer.MIN;
  }

  static Value mean(Formula f, Value x, List<Integer> axes) {
    Dim size = Dim.product(axes.stream().map(x.type()::dim).toList());
    return size.is(1) ? x : f.div(sum(f, x, axes), f.size(size, x.type().dtype()));
  }

  /** {@code log(sum(exp(x - m))) + m} with the maximum m where that is finite, else 0. */
  private static Value logSumExp(Formula f, Value x, List<Integer> axes) {
    Value max = keep(f, Reducer.MAX, x, axes);
    Value infinite =
        f.equal(f.apply(Unary.Function.ABS, max), f.literal(x, Double.POSITIVE_INFINITY));
    Value shift = f.where(infinite, f.literal(x, 0), max);
    Value sum = sum(f, f.exp(f.sub(x, shift)), axes);
    return f.add(f.apply(Unary.Function.LOG, sum), shift);
  }
}
