package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.NonZero;

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
    r.add("OneHot", IndexOps::oneHot);
    r.add("NonZero", c -> c.f().transpose(nonZero(c, c.in(0)), List.of(1, 0)));
    r.add("Compress", IndexOps::compress);
  }

  static Value index(Call c, int input) {
    Value index = c.in(input);
    DType type = index.type().dtype();
    return type == DType.I32 || type == DType.I64 ? index : c.f().convert(index, DType.I64);
  }

  static Value gather(Formula f, Value x, Value index, int axis) {
    return f.b().add(new Gather(axis), x, index);
  }

  /** {@code values[index == position]}, a new axis of {@code depth} positions. */
  private static Value oneHot(Call c) {
    Formula f = c.f();
    int axis = Call.axis(c.integer("axis", -1), c.rank(0) + 1);
    Dim depth = c.dims(f.convert(c.in(1), DType.I64), c.inputName(1)).get(0);
    Value index = Layout.unsqueeze(f, f.convert(c.in(0), DType.I64), axis);
    Value wrapped = f.add(index, f.size(depth, DType.I64));
    index = f.where(f.less(index, f.literal(index, 0)), wrapped, index);
    List<Dim> column = Layout.column(depth, c.rank(0) + 1 - axis);
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
}
