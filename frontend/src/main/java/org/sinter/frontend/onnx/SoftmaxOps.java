package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Softmax;

/** Softmax and its kin. */
final class SoftmaxOps {
  private SoftmaxOps() {}

  static void register(Registry r) {
    r.add("Softmax", c -> softmax(c, c.in(0), c.opset()));
    r.add(
        "LogSoftmax",
        c -> overAxis(c, c.in(0), c.opset(), (x, axis) -> logSoftmax(c.f(), x, axis)));
    r.add("Hardmax", c -> overAxis(c, c.in(0), c.opset(), (x, axis) -> hardmax(c.f(), x, axis)));
  }

  /** A function along an axis. */
  private interface Along {
    Value apply(Value x, int axis);
  }

  /** Softmax of a value as the node's axis and an opset say. */
  static Value softmax(Call c, Value x, long opset) {
    return overAxis(c, x, opset, (y, axis) -> c.b().add(new Softmax(axis), y));
  }

  /** Since opset 13 along one axis; before, over all axes from {@code axis} on as one. */
  private static Value overAxis(Call c, Value x, long opset, Along function) {
    if (opset >= 13) {
      return function.apply(x, c.axis("axis", -1, x.type().rank()));
    }
    int axis = c.axis("axis", 1, x.type().rank());
    List<Dim> dims = x.type().dims();
    if (axis == dims.size() - 1) {
      return function.apply(x, axis);
    }
    List<Dim> flat = new ArrayList<>(dims.subList(0, axis));
    flat.add(Dim.product(dims.subList(axis, dims.size())));
    return c.f().reshape(function.apply(c.f().reshape(x, flat), axis), dims);
  }

  private static Value logSoftmax(Formula f, Value x, int axis) {
    Value shifted = f.sub(x, f.reduce(Reducer.MAX, x, axis));
    Value sum = f.reduce(Reducer.SUM, f.exp(shifted), axis);
    return f.sub(shifted, f.apply(Unary.Function.LOG, sum));
  }

  private static Value hardmax(Formula f, Value x, int axis) {
    Value best = f.b().add(new ArgReduce(axis, true, false), x);
    Value position = ShapeOps.position(f, x.type().dim(axis), false);
    List<Dim> column = Layout.column(x.type().dim(axis), x.type().rank() - axis);
    return f.convert(f.equal(best, f.reshape(position, column)), x.type().dtype());
  }
}
