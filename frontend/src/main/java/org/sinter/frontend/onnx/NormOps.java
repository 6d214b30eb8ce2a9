package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
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
    r.addAll("BatchNormalization", c -> List.of(batchNorm(c)));
    r.add("InstanceNormalization", c -> groups(c, c.type(0).dim(1)));
    r.add("GroupNormalization", c -> groups(c, Dim.of(c.integer("num_groups", 1))));
    r.add("LpNormalization", NormOps::lpNorm);
    r.add("MeanVarianceNormalization", NormOps::meanVariance);
    r.add("LRN", NormOps::localResponse);
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
    Dim row = Layout.product(dims.subList(axis, dims.size()));
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
    dims.add(Layout.product(x.type().dims().subList(axis, x.type().rank())));
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

  /** {@code [1, C, 1, ..]} from {@code [C]}, to meet axis 1 of {@code rank} axes. */
  static Value channels(Formula f, Value x, int rank) {
    List<Dim> shape = new ArrayList<>(Collections.nCopies(Math.max(1, rank - 1), Dim.ONE));
    shape.set(0, x.type().dim(0));
    return f.reshape(x, shape);
  }

  private static Value batchNorm(Call c) {
    if (c.flag("training_mode", false)) {
      throw new IllegalArgumentException("training mode is not supported");
    }
    Formula f = c.f();
    DType type = stash(c.dtype(0));
    List<Value> p = new ArrayList<>();
    for (int i = 1; i < 5; i++) {
      p.add(channels(f, f.convert(c.in(i), type), c.rank(0)));
    }
    Value deviation = f.sqrt(f.add(p.get(3), c.real("epsilon", 1e-5f)));
    Value centred = f.sub(f.convert(c.in(0), type), p.get(2));
    Value y = f.add(f.mul(f.div(centred, deviation), p.get(0)), p.get(1));
    return f.convert(y, c.dtype(0));
  }

  /** Channels in {@code count} groups, each normalised as a whole, then scaled by channel. */
  private static Value groups(Call c, Dim count) {
    Formula f = c.f();
    TensorType t = c.type(0);
    DType type = stash(t.dtype());
    Value x = f.convert(c.in(0), type);
    Dim rest = Layout.product(t.dims().subList(1, t.rank())).floorDiv(count);
    Value rows = f.reshape(x, List.of(t.dim(0), count, rest));
    LayerNorm norm = new LayerNorm(c.real("epsilon", 1e-5f));
    Value y = f.reshape(f.b().add(norm, rows), t.dims());
    Value scale = perChannel(f, f.convert(c.in(1), type), t.dim(1));
    Value bias = perChannel(f, f.convert(c.in(2), type), t.dim(1));
    y = f.add(f.mul(y, channels(f, scale, t.rank())), channels(f, bias, t.rank()));
    return f.convert(y, t.dtype());
  }

  /** A vector by group (opset 18) repeated for the group's channels. */
  private static Value perChannel(Formula f, Value x, Dim channels) {
    Dim groups = x.type().dim(0);
    if (groups.equals(channels)) {
      return x;
    }
    Dim each = channels.floorDiv(groups);
    Value wide = f.expand(f.reshape(x, List.of(groups, Dim.ONE)), List.of(groups, each));
    return f.reshape(wide, List.of(channels));
  }

  private static Value lpNorm(Call c) {
    Formula f = c.f();
    Value x = c.in(0);
    List<Integer> axis = List.of(c.axis("axis", -1, c.rank(0)));
    boolean absolute = c.integer("p", 2) == 1;
    Value norm =
        absolute
            ? ReductionOps.sum(f, f.apply(org.sinter.ir.kernel.Unary.Function.ABS, x), axis)
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

  /** {@code x / (bias + alpha / size * sum of squares of neighbouring channels) ^ beta}. */
  private static Value localResponse(Call c) {
    Formula f = c.f();
    Value x = c.in(0);
    TensorType t = x.type();
    long size = c.integer("size", 1);
    if (size < 1 || size > 1024) {
      throw new IllegalArgumentException("size " + size);
    }
    List<Dim> before = new ArrayList<>(Collections.nCopies(t.rank(), Dim.ZERO));
    List<Dim> after = new ArrayList<>(before);
    before.set(1, Dim.of((size - 1) / 2));
    after.set(1, Dim.of(size - 1 - (size - 1) / 2));
    Value padded = PadOp.constant(f, f.mul(x, x), before, after, f.literal(x, 0));
    Value sum = null;
    for (long i = 0; i < size; i++) {
      Value shifted = Layout.slice(f, padded, 1, Dim.of(i), t.dim(1));
      sum = sum == null ? shifted : f.add(sum, shifted);
    }
    Value base = f.add(f.mul(sum, c.real("alpha", 1e-4f) / size), c.real("bias", 1));
    Value power = f.literal(x, c.real("beta", 0.75f));
    return f.div(x, f.combine(org.sinter.ir.kernel.Binary.Function.POW, base, power));
  }
}
