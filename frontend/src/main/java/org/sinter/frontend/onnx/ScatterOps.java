package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.ScatterElements;
import org.sinter.ir.op.ScatterNd;

/** Ops that write at indices. */
final class ScatterOps {
  private ScatterOps() {}

  static void register(Registry r) {
    r.add("ScatterND", ScatterOps::scatterNd);
    r.add("Scatter", ScatterOps::scatterElements);
    r.add("ScatterElements", ScatterOps::scatterElements);
    r.add("TensorScatter", ScatterOps::tensorScatter);
  }

  private static Value scatterElements(Call c) {
    int axis = c.axis("axis", 0, c.rank(0));
    return c.b().add(new ScatterElements(axis, reducer(c)), c.in(0), IndexOps.index(c, 1), c.in(2));
  }

  private static Value scatterNd(Call c) {
    return c.b().add(new ScatterNd(reducer(c)), c.in(0), IndexOps.index(c, 1), c.in(2));
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
    List<Dim> column = Layout.column(update.dim(axis), rank - axis);
    at = f.reshape(at, column);
    if (c.has(2)) {
      List<Dim> batch = Layout.column(update.dim(0), rank);
      at = f.add(at, f.reshape(f.convert(c.in(2), DType.I64), batch));
    }
    if (c.text("mode", "linear").equals("circular")) {
      at = f.combine(Binary.Function.MOD, at, f.size(c.type(0).dim(axis), DType.I64));
    }
    return c.b()
        .add(new ScatterElements(axis, null), c.in(0), f.expand(at, update.dims()), c.in(1));
  }
}
