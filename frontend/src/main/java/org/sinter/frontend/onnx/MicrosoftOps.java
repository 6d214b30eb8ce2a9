package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Rotary;

/** What ONNX Runtime's optimiser writes, other than attention. */
final class MicrosoftOps {
  private MicrosoftOps() {}

  static void register(Registry r) {
    r.addAll("com.microsoft.SkipLayerNormalization", c -> skipNorm(c, false));
    r.addAll("com.microsoft.SkipSimplifiedLayerNormalization", c -> skipNorm(c, true));
    r.addMicrosoft("RotaryEmbedding", MicrosoftOps::rotary);
    r.addAll("com.microsoft.Attention", MicrosoftAttention::packed);
    r.addAll("com.microsoft.QAttention", MicrosoftAttention::quantized);
    r.addAll("com.microsoft.MultiHeadAttention", MicrosoftAttention::multiHead);
    r.addAll("com.microsoft.GroupQueryAttention", GroupQueryAttention::write);
  }

  /** Normalises {@code input + skip (+ bias)}; the sum is the fourth result. */
  private static List<Value> skipNorm(Call c, boolean rms) {
    Formula f = c.f();
    Value sum = f.add(c.in(0), c.in(1));
    int bias = rms ? 3 : 4;
    sum = c.has(bias) ? f.add(sum, c.in(bias)) : sum;
    Value y = norm(c, sum, c.in(2), rms ? null : c.optional(3), rms);
    return Arrays.asList(y, null, null, sum);
  }

  static Value norm(Call c, Value x, Value scale, Value bias, boolean rms) {
    Formula f = c.f();
    DType type = NormOps.stash(x.type().dtype());
    double epsilon = c.real("epsilon", 1e-12f);
    List<Value> inputs = new ArrayList<>(List.of(f.convert(x, type), f.convert(scale, type)));
    if (bias != null) {
      inputs.add(f.convert(bias, type));
    }
    Value y = f.b().add(rms ? new RmsNorm(epsilon) : new LayerNorm(epsilon), inputs);
    return f.convert(y, x.type().dtype());
  }

  /** Inputs: x, positions ({@code [b, s]} or one offset), cosines, sines. */
  private static Value rotary(Call c) {
    Formula f = c.f();
    boolean flat = c.rank(0) == 3;
    long rotated = c.integer("rotary_embedding_dim", 0);
    Value x = c.in(0);
    if (flat) {
      long heads = c.integer("num_heads", 0);
      Dim size = c.type(2).dim(1).times(2);
      if (heads == 0 && rotated == 0) {
        TensorType t = c.type(0);
        Dim count = t.dim(2).floorDiv(size);
        x = f.reshape(x, List.of(t.dim(0), t.dim(1), count, size));
      } else {
        x = Heads.split(f, x, heads);
      }
    }
    Dim length = x.type().dim(flat ? 1 : 2);
    Value positions = f.convert(c.in(1), DType.I64);
    if (c.rank(1) == 1) {
      Value steps = f.reshape(Heads.keys(f, length), List.of(Dim.ONE, length));
      positions = f.add(steps, f.reshape(positions, List.of()));
    }
    int axis = flat ? 2 : 1;
    return finish(c, x, positions, axis, flat);
  }

  private static Value finish(Call c, Value x, Value positions, int axis, boolean flat) {
    Formula f = c.f();
    Value cos = Layout.unsqueeze(f, IndexOps.gather(f, c.in(2), positions, 0), axis);
    Value sin = Layout.unsqueeze(f, IndexOps.gather(f, c.in(3), positions, 0), axis);
    Value y = f.b().add(new Rotary(c.flag("interleaved", false)), x, cos, sin);
    y = ProductOps.scale(f, y, c.real("scale", 1));
    return flat ? Heads.join(f, y) : y;
  }
}
