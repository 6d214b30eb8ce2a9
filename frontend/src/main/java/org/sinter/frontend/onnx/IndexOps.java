package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.ScatterElements;
import org.sinter.ir.op.ScatterNd;
import org.sinter.ir.op.TopK;

/** Ops that read or write at indices, or find them. */
final class IndexOps {
  private IndexOps() {}

  static void register(Registry r) {
    r.add("Gather", c -> gather(c.f(), c.in(0), c.in(1), c.axis("axis", 0, c.rank(0))));
    r.add(
        "GatherElements",
        c -> c.b().add(new GatherElements(c.axis("axis", 0, c.rank(0))), c.in(0), index(c, 1)));
    r.add(
        "GatherND",
        c -> c.b().add(new GatherNd((int) c.integer("batch_dims", 0)), c.in(0), index(c, 1)));
    r.add("Scatter", IndexOps::scatterElements);
    r.add("ScatterElements", IndexOps::scatterElements);
    r.add(
        "ScatterND",
        c -> c.b().add(new ScatterNd(reducer(c)), c.in(0), index(c, 1), c.in(2)));
    r.add("TensorScatter", IndexOps::tensorScatter);
    r.add("OneHot", IndexOps::oneHot);
    r.add("NonZero", c -> c.f().transpose(nonZero(c, c.in(0)), List.of(1, 0)));
    r.add("Compress", IndexOps::compress);
    r.add("ArgMax", c -> argReduce(c, true));
    r.add("ArgMin", c -> argReduce(c, false));
    r.addAll("TopK", IndexOps::topK);
    r.add("CumSum", IndexOps::cumSum);
    r.add("CumProd", IndexOps::cumProd);
    r.add("ReverseSequence", IndexOps::reverseSequence);
  }

  private static Value index(Call c, int input) {
    Value index = c.in(input);
    DType type = index.type().dtype();
    return type == DType.I32 || type == DType.I64 ? index : c.f().convert(index, DType.I64);
  }

  static Value gather(Formula f, Value x, Value index, int axis) {
    return f.b().add(new Gather(axis), x, index);
  }

  private static Value scatterElements(Call c) {
    int axis = c.axis("axis", 0, c.rank(0));
    return c.b().add(new ScatterElements(axis, reducer(c)), c.in(0), index(c, 1), c.in(2));
  }

  private static Reducer reducer(Call c) {
    String name = c.text("reduction", "none");
    return switch (name) {
      case "none" -> null;
      case "add" -> Reducer.SUM;
      case "mul" -> Reducer.PROD;
      case "max" -> Reducer.MAX;
      case "min" -> Reducer.MIN;
      default -> throw new IllegalArgumentException("reduction " + name + " is not supported");
    };
  }

  /** Row b of the cache takes the update's rows from {@code write_indices[b]} on. */
  private static Value tensorScatter(Call c) {
    Formula f = c.f();
    int rank = c.rank(0);
    int axis = c.axis("axis", -2, rank);
    TensorType update = c.type(1);
    Value at = ShapeOps.position(f, update.dim(axis), false);
    List<Dim> column = new ArrayList<>(java.util.Collections.nCopies(rank - axis, Dim.ONE));
    column.set(0, update.dim(axis));
    at = f.reshape(at, column);
    if (c.has(2)) {
      List<Dim> batch = new ArrayList<>(java.util.Collections.nCopies(rank, Dim.ONE));
      batch.set(0, update.dim(0));
      at = f.add(at, f.reshape(f.convert(c.in(2), DType.I64), batch));
    }
    if (c.text("mode", "linear").equals("circular")) {
      at = f.combine(
          org.sinter.ir.kernel.Binary.Function.MOD, at, f.size(c.type(0).dim(axis), DType.I64));
    }
    return c.b().add(
        new ScatterElements(axis, null), c.in(0), f.expand(at, update.dims()), c.in(1));
  }

  /** {@code values[index == position]}, a new axis of {@code depth} positions. */
  private static Value oneHot(Call c) {
    Formula f = c.f();
    int axis = Call.axis(c.integer("axis", -1), c.rank(0) + 1);
    Dim depth = c.dims(f.convert(c.in(1), DType.I64), c.inputName(1)).get(0);
    Value index = Layout.unsqueeze(f, f.convert(c.in(0), DType.I64), axis);
    Value wrapped = f.add(index, f.size(depth, DType.I64));
    index = f.where(f.less(index, f.literal(index, 0)), wrapped, index);
    List<Dim> column = new ArrayList<>(java.util.Collections.nCopies(c.rank(0) + 1 - axis, Dim.ONE));
    column.set(0, depth);
    Value position = f.reshape(c.b().add(new Iota(DType.I64, depth)), column);
    Value off = f.reshape(Layout.slice(f, c.in(2), 0, Dim.ZERO, Dim.ONE), List.of());
    Value on = f.reshape(Layout.slice(f, c.in(2), 0, Dim.ONE, Dim.ONE), List.of());
    return f.where(f.equal(index, position), on, off);
  }

  /** Indices [found, rank] under a new measured symbol. */
  private static Value nonZero(Call c, Value x) {
    String symbol = c.body().model().freshSymbol("found");
    c.b().measured(symbol, x.type().size());
    return c.b().add(new NonZero(symbol), x);
  }

  private static Value compress(Call c) {
    Formula f = c.f();
    boolean flat = !c.hasAttribute("axis");
    Value x = flat ? f.reshape(c.in(0), List.of(c.type(0).size())) : c.in(0);
    int axis = flat ? 0 : c.axis("axis", 0, c.rank(0));
    if (c.dtype(1) != DType.BOOL) {
      throw new IllegalArgumentException("the condition is " + c.type(1) + ", not bool");
    }
    List<Scalar> known = c.content(c.in(1));
    if (known == null) {
      Value rows = nonZero(c, c.in(1));
      return gather(f, x, f.reshape(rows, List.of(rows.type().dim(0))), axis);
    }
    List<Value> kept = new ArrayList<>();
    for (int i = 0; i < known.size(); i++) {
      if (!known.get(i).dim().is(0)) {
        kept.add(Layout.slice(f, x, axis, Dim.of(i), Dim.ONE));
      }
    }
    return kept.isEmpty()
        ? Layout.slice(f, x, axis, Dim.ZERO, Dim.ZERO)
        : Layout.concat(f, kept, axis);
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
    return c.b().add(
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

  /** Elements moved by {@code step} along {@code axis} (down when {@code reverse}), 1 before them. */
  private static Value shifted(Formula f, Value x, int axis, long step, boolean reverse) {
    List<Dim> in = new ArrayList<>(java.util.Collections.nCopies(x.type().rank(), Dim.ZERO));
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
    List<Dim> dims = new ArrayList<>(java.util.Collections.nCopies(t.rank(), Dim.ONE));
    dims.set(axis, t.dim(axis));
    return dims;
  }
}
