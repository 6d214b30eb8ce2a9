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
    r.add("Softmax", c -> overAxis(c, (x, axis) -> c.b().add(new Softmax(axis), x)));
    r.add("LogSoftmax", c -> overAxis(c, (x, axis) -> logSoftmax(c.f(), x, axis)));
    r.add("Hardmax", c -> overAxis(c, (x, axis) -> hardmax(c.f(), x, axis)));
  }

  /** A function along an axis. */
  private interface Along {
    Value apply(Value x, int axis);
  }

  /** Since opset 13 along one axis; before, over all axes from {@code axis} on as one. */
  private static Value overAxis(Call c, Along function) {
    if (c.opset() >= 13) {
      return function.apply(c.in(0), c.axis("axis", -1, c.rank(0)));
    }
    int axis = c.axis("axis", 1, c.rank(0));
    List<Dim> dims = c.type(0).dims();
    if (axis == dims.size() - 1) {
      return function.apply(c.in(0), axis);
    }
    List<Dim> flat = new ArrayList<>(dims.subList(0, axis));
    flat.add(Dim.product(dims.subList(axis, dims.size())));
    return c.f().reshape(function.apply(c.f().reshape(c.in(0), flat), axis), dims);
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
