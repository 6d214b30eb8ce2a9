package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.RmsNorm;

/** Normalisations, as composites over the last axis where they can be. */
final class NormOps {
  private NormOps() {}

  static void register(Registry r) {
    r.addAll("LayerNormalization", NormOps::layerNorm);
    r.add("RMSNormalization", NormOps::rmsNorm);
    r.add("SimplifiedLayerNormalization", NormOps::rmsNorm);
    r.add("LpNormalization", NormOps::lpNorm);
    r.add("MeanVarianceNormalization", NormOps::meanVariance);
  }

  /** Types below f32 are normalised in f32. */
  static DType stash(DType type) {
    return type.bits() < 32 ? DType.F32 : type;
  }

  private static List<Value> layerNorm(Call c) {
    Formula f = c.f();
    int axis = c.axis("axis", -1, c.rank(0));
    double epsilon = c.real("epsilon", 1e-5f);
    DType type = stash(c.dtype(0));
    Value x = f.convert(c.in(0), type);
    List<Dim> dims = x.type().dims();
    Dim row = Dim.product(dims.subList(axis, dims.size()));
    Value rows = rows(f, x, axis);
    List<Value> inputs = new ArrayList<>(List.of(rows));
    boolean vectors = isRow(c, 1, row) && (!c.has(2) || isRow(c, 2, row));
    for (int i = 1; vectors && i < 3 && c.has(i); i++) {
      inputs.add(f.reshape(f.convert(c.in(i), type), List.of(row)));
    }
    Value y = f.reshape(f.b().add(new LayerNorm(epsilon), inputs), dims);
    if (!vectors) {
      y = f.mul(y, f.convert(c.in(1), type));
      y = c.has(2) ? f.add(y, f.convert(c.in(2), type)) : y;
    }
    List<Value> results = new ArrayList<>(Arrays.asList(f.convert(y, c.dtype(0)), null, null));
    if (c.wants(1) || c.wants(2)) {
      statistics(f, x, axis, epsilon, results);
    }
    return results;
  }

  private static boolean isRow(Call c, int input, Dim row) {
    return c.type(input).size().equals(row);
  }

  /** The axes from {@code axis} on as one. */
  private static Value rows(Formula f, Value x, int axis) {
    List<Dim> dims = new ArrayList<>(x.type().dims().subList(0, axis));
    dims.add(Dim.product(x.type().dims().subList(axis, x.type().rank())));
    return f.reshape(x, dims);
  }

  private static void statistics(
      Formula f, Value x, int axis, double epsilon, List<Value> results) {
    List<Integer> axes = Layout.range(axis, x.type().rank());
    Value mean = ReductionOps.mean(f, x, axes);
    Value centred = f.sub(x, mean);
    Value variance = ReductionOps.mean(f, f.mul(centred, centred), axes);
    results.set(1, mean);
    results.set(2, f.div(f.literal(x, 1), f.sqrt(f.add(variance, epsilon))));
  }

  private static Value rmsNorm(Call c) {
    Formula f = c.f();
    int axis = c.axis("axis", -1, c.rank(0));
    DType type = stash(c.dtype(0));
    Value x = f.convert(c.in(0), type);
    List<Dim> dims = x.type().dims();
    Value rows = rows(f, x, axis);
    Dim row = rows.type().dim(-1);
    RmsNorm norm = new RmsNorm(c.real("epsilon", 1e-5f));
    Value scale = f.convert(c.in(1), type);
    Value y =
        isRow(c, 1, row)
            ? f.reshape(f.b().add(norm, rows, f.reshape(scale, List.of(row))), dims)
            : f.mul(f.reshape(f.b().add(norm, rows), dims), scale);
    return f.convert(y, c.dtype(0));
  }

  private static Value lpNorm(Call c) {
    Formula f = c.f();
    Value x = c.in(0);
    List<Integer> axis = List.of(c.axis("axis", -1, c.rank(0)));
    boolean absolute = c.integer("p", 2) == 1;
    Value norm =
        absolute
            ? ReductionOps.sum(f, f.apply(Unary.Function.ABS, x), axis)
            : f.sqrt(ReductionOps.sum(f, f.mul(x, x), axis));
    Value zero = f.equal(norm, f.literal(x, 0));
    return f.where(zero, f.literal(x, 0), f.div(x, norm));
  }

  private static Value meanVariance(Call c) {
    Formula f = c.f();
    long[] given = c.integers("axes");
    long[] axes = given == null ? new long[] {0, 2, 3} : given;
    List<Integer> over = Arrays.stream(axes).mapToObj(a -> c.type(0).axis((int) a)).toList();
    Value centred = f.sub(c.in(0), ReductionOps.mean(f, c.in(0), over));
    Value deviation = f.sqrt(ReductionOps.mean(f, f.mul(centred, centred), over));
    return f.div(centred, f.add(deviation, 1e-9));
  }
}
