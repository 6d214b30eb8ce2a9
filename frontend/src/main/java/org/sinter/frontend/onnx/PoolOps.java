package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;

/** Pooling as reductions over windows. */
final class PoolOps {
  private PoolOps() {}

  static void register(Registry r) {
    r.addAll("MaxPool", PoolOps::maxPool);
    r.add("AveragePool", c -> average(c, c.in(0)));
    r.add("LpPool", PoolOps::lpPool);
    r.add("GlobalAveragePool", c -> ReductionOps.mean(c.f(), c.in(0), places(c)));
    r.add("GlobalMaxPool", c -> ReductionOps.keep(c.f(), Reducer.MAX, c.in(0), places(c)));
    r.add("GlobalLpPool", PoolOps::globalLpPool);
  }

  private static List<Integer> places(Call c) {
    return Layout.range(2, c.rank(0));
  }

  private static Windowing windowing(Call c) {
    long[] kernel = c.integers("kernel_shape");
    if (kernel == null || Arrays.stream(kernel).anyMatch(k -> k < 1)) {
      throw new IllegalArgumentException("kernel_shape is missing or not positive");
    }
    return Windowing.of(c, Arrays.stream(kernel).boxed().toList());
  }

  private static Value reduce(Formula f, Reducer reducer, Value windows, int axes) {
    int rank = windows.type().rank();
    return f.b().add(new Reduce(reducer, Layout.range(rank - axes, rank), false), windows);
  }

  private static Value lowest(Formula f, Value x) {
    DType type = x.type().dtype();
    Number lowest = ((Const) Reducer.MAX.identity(type)).value();
    return f.b().add(Fill.scalar(type, lowest));
  }

  private static List<Value> maxPool(Call c) {
    Windowing w = windowing(c);
    Value windows = w.apply(c.f(), c.in(0), lowest(c.f(), c.in(0)));
    Value max = reduce(c.f(), Reducer.MAX, windows, w.axes());
    return Arrays.asList(max, c.wants(1) ? indices(c, w, windows) : null);
  }

  /** Positions in the whole tensor: those of the windows' elements, gathered at the maximum. */
  private static Value indices(Call c, Windowing w, Value windows) {
    Formula f = c.f();
    TensorType t = c.type(0);
    List<Dim> places = t.dims().subList(2, t.rank());
    Value numbers = numbers(f, places, c.flag("storage_order", false));
    Value at = w.apply(f, numbers, f.literal(DType.I64, 0));
    int kept = t.rank();
    List<Dim> flat = new ArrayList<>(windows.type().dims().subList(0, kept));
    flat.add(Dim.product(windows.type().dims().subList(kept, windows.type().rank())));
    Value best = f.b().add(new ArgReduce(kept, true, false), f.reshape(windows, flat));
    List<Dim> positions = new ArrayList<>(flat);
    positions.set(0, Dim.ONE);
    positions.set(1, Dim.ONE);
    Value wide = f.expand(f.reshape(at, positions), flat);
    Value found = f.b().add(new GatherElements(kept), wide, best);
    Value images = f.b().add(new Iota(DType.I64, t.dim(0).times(t.dim(1))));
    images = f.mul(images, f.size(Dim.product(places), DType.I64));
    List<Dim> column = Layout.column(t.dim(0), kept);
    column.set(1, t.dim(1));
    return f.add(Layout.squeeze(f, found, kept), f.reshape(images, column));
  }

  /** 0, 1, … over {@code places}, the first axis fastest when {@code columns}. */
  private static Value numbers(Formula f, List<Dim> places, boolean columns) {
    List<Dim> order = new ArrayList<>(places);
    List<Integer> perm = new ArrayList<>(Layout.range(0, places.size()));
    if (columns) {
      Collections.reverse(order);
      Collections.reverse(perm);
    }
    Value iota = f.reshape(f.b().add(new Iota(DType.I64, Dim.product(places))), order);
    return Layout.unsqueeze(f, f.transpose(iota, perm), List.of(0, 1));
  }

  /** Sums divided by how many elements each window covers. */
  static Value average(Call c, Value x) {
    Formula f = c.f();
    DType type = NormOps.stash(x.type().dtype());
    Windowing w = windowing(c);
    Value zero = f.literal(type, 0);
    Value sum = reduce(f, Reducer.SUM, w.apply(f, f.convert(x, type), zero), w.axes());
    List<Dim> shape = new ArrayList<>(x.type().dims());
    shape.set(0, Dim.ONE);
    shape.set(1, Dim.ONE);
    Value ones = f.b().add(new Fill(type, shape, 1));
    Value pads = c.flag("count_include_pad", false) ? f.literal(type, 1) : zero;
    Value count = reduce(f, Reducer.SUM, w.apply(f, ones, pads, zero), w.axes());
    return f.convert(f.div(sum, count), x.type().dtype());
  }

  private static Value lpPool(Call c) {
    Windowing w = windowing(c);
    Value powers = powers(c);
    Value sum =
        reduce(c.f(), Reducer.SUM, w.apply(c.f(), powers, c.f().literal(powers, 0)), w.axes());
    return root(c, sum);
  }

  private static Value globalLpPool(Call c) {
    return root(c, ReductionOps.sum(c.f(), powers(c), places(c)));
  }

  private static Value powers(Call c) {
    Value size = c.f().apply(Unary.Function.ABS, c.in(0));
    return c.f().combine(Binary.Function.POW, size, c.f().literal(size, c.integer("p", 2)));
  }

  private static Value root(Call c, Value sum) {
    Value exponent = c.f().literal(sum, 1.0 / c.integer("p", 2));
    return c.f().combine(Binary.Function.POW, sum, exponent);
  }
}
