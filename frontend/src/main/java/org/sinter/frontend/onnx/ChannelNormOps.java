package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.LayerNorm;

/** Normalisations by channel or group of channels. */
final class ChannelNormOps {
  private ChannelNormOps() {}

  static void register(Registry r) {
    r.addAll("BatchNormalization", c -> List.of(batchNorm(c)));
    r.add("InstanceNormalization", c -> groups(c, c.type(0).dim(1)));
    r.add("GroupNormalization", c -> groups(c, Dim.of(c.integer("num_groups", 1))));
    r.add("LRN", ChannelNormOps::localResponse);
  }

  /** {@code [1, C, 1, ..]} from {@code [C]}, to meet axis 1 of {@code rank} axes. */
  static Value channels(Formula f, Value x, int rank) {
    List<Dim> shape = Layout.column(x.type().dim(0), Math.max(1, rank - 1));
    return f.reshape(x, shape);
  }

  private static Value batchNorm(Call c) {
    if (c.flag("training_mode", false)) {
      throw new IllegalArgumentException("training mode is not supported");
    }
    Formula f = c.f();
    DType type = NormOps.stash(c.dtype(0));
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
    DType type = NormOps.stash(t.dtype());
    Value x = f.convert(c.in(0), type);
    Dim rest = Dim.product(t.dims().subList(1, t.rank())).floorDiv(count);
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
    return f.div(x, f.combine(Binary.Function.POW, base, power));
  }
}
