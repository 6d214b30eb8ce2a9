package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.TopK;

/** Ops along one axis in its order: cumulative, sorted, searched, reversed. */
final class OrderOps {
  private OrderOps() {}

  static void register(Registry r) {
    r.add("ArgMax", c -> argReduce(c, true));
    r.add("ArgMin", c -> argReduce(c, false));
    r.addAll("TopK", OrderOps::topK);
    r.add("CumSum", OrderOps::cumSum);
    r.add("CumProd", OrderOps::cumProd);
    r.add("ReverseSequence", OrderOps::reverseSequence);
  }

  private static Value argReduce(Call c, boolean largest) {
    int axis = c.axis("axis", 0, c.rank(0));
    boolean last = c.flag("select_last_index", false);
    Value found = c.b().add(new ArgReduce(axis, largest, last), c.in(0));
    return c.flag("keepdims", true) ? found : Layout.squeeze(c.f(), found, axis);
  }

  private static List<? extends Value> topK(Call c) {
    int axis = c.axis("axis", -1, c.rank(0));
    Dim k = c.opset() < 10 ? Dim.of(c.integer("k", 1)) : c.dims(1).get(0);
    return c.b().addAll(new TopK(axis, k, c.flag("largest", true)), List.of(c.in(0)));
  }

  private static Value cumSum(Call c) {
    int axis = Call.axis(c.constant(1), c.rank(0));
    return c.b()
        .add(
            new CumulativeSum(axis, c.flag("exclusive", false), c.flag("reverse", false)), c.in(0));
  }

  /** Doubling steps: {@code y[i] *= y[i - 1]}, then {@code y[i - 2]}, {@code y[i - 4]}, … */
  private static Value cumProd(Call c) {
    Formula f = c.f();
    int axis = Call.axis(c.constant(1), c.rank(0));
    boolean reverse = c.flag("reverse", false);
    long size = ControlOps.count(c.type(0).dim(axis), "the axis", 1 << 20);
    Value y = c.flag("exclusive", false) ? shifted(f, c.in(0), axis, 1, reverse) : c.in(0);
    for (long step = 1; step < size; step *= 2) {
      y = f.mul(y, shifted(f, y, axis, step, reverse));
    }
    return y;
  }

  /** Elements moved up (down when {@code reverse}) by {@code step}, 1 where none comes. */
  private static Value shifted(Formula f, Value x, int axis, long step, boolean reverse) {
    List<Dim> in = new ArrayList<>(Collections.nCopies(x.type().rank(), Dim.ZERO));
    List<Dim> out = new ArrayList<>(in);
    in.set(axis, Dim.of(step));
    out.set(axis, Dim.of(-step));
    Value one = f.literal(x, 1);
    return PadOp.constant(f, x, reverse ? out : in, reverse ? in : out, one);
  }

  /** Row b has its first {@code lengths[b]} elements along the time axis turned round. */
  private static Value reverseSequence(Call c) {
    Formula f = c.f();
    TensorType t = c.type(0);
    int time = c.axis("time_axis", 0, t.rank());
    int batch = c.axis("batch_axis", 1, t.rank());
    Value i = f.reshape(c.b().add(new Iota(DType.I64, t.dim(time))), alone(t, time));
    Value length = f.reshape(f.convert(c.in(1), DType.I64), alone(t, batch));
    Value mirrored = f.sub(f.add(length, -1), i);
    Value index = f.where(f.less(i, length), mirrored, i);
    return c.b().add(new GatherElements(time), c.in(0), f.expand(index, t.dims()));
  }

  /** The shape of a vector along one axis of {@code t}. */
  private static List<Dim> alone(TensorType t, int axis) {
    List<Dim> dims = new ArrayList<>(Collections.nCopies(t.rank(), Dim.ONE));
    dims.set(axis, t.dim(axis));
    return dims;
  }
}
