package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Softmax;

/** Attention in ONNX's own domains, and what belongs to it. */
final class AttentionOps {
  private AttentionOps() {}

  static void register(Registry r) {
    r.addAll("Attention", AttentionOp::write);
    r.add("RotaryEmbedding", AttentionOps::rotary);
    r.add("ai.onnx.preview.FlexAttention", AttentionOps::flexible);
    r.addAll("LinearAttention", LinearAttentionOp::write);
    r.add("SwiGLU", AttentionOps::swiGlu);
  }

  private static Value swiGlu(Call c) {
    return c.f().mul(ActivationOps.swish(c.f(), c.in(0), c.real("alpha", 1)), c.in(1));
  }

  /** {@code [b, H, s, d]} or {@code [b, s, H * d]} by caches, at positions where given. */
  private static Value rotary(Call c) {
    Formula f = c.f();
    boolean flat = c.rank(0) == 3;
    Value x = flat ? Heads.split(f, c.in(0), c.integer("num_heads", 0)) : c.in(0);
    Value cos = angles(c, 1, flat ? 2 : 1);
    Value sin = angles(c, 2, flat ? 2 : 1);
    Value y = f.b().add(new Rotary(c.flag("interleaved", false)), x, cos, sin);
    return flat ? Heads.join(f, y) : y;
  }

  /** {@code [b, s, r / 2]} of the cache with an axis for the heads. */
  private static Value angles(Call c, int input, int headAxis) {
    Value cache = c.in(input);
    Value rows = c.has(3) ? IndexOps.gather(c.f(), cache, c.in(3), 0) : cache;
    return Layout.unsqueeze(c.f(), rows, headAxis);
  }

  /** {@code softmax(mod(scale q k')) v} with the model's own subgraphs in between. */
  private static Value flexible(Call c) {
    Formula f = c.f();
    DType type = c.dtype("softmax_precision", c.dtype(0) == DType.F64 ? DType.F64 : DType.F32);
    Dim heads = c.type(0).dim(1);
    double scale = c.real("scale", 0);
    scale = scale != 0 ? scale : 1 / Math.sqrt(c.type(0).dim(3).value());
    Value k = ProductOps.swap(f, Heads.repeat(f, c.in(1), heads));
    Value scores = f.mul(f.convert(f.matMul(c.in(0), k), type), scale);
    scores = modified(c, "score_mod", scores);
    Value p = modified(c, "prob_mod", f.b().add(new Softmax(-1), scores));
    Value v = Heads.repeat(f, c.in(2), heads);
    return f.matMul(f.convert(p, v.type().dtype()), v);
  }

  private static Value modified(Call c, String attribute, Value x) {
    if (!c.hasAttribute(attribute)) {
      return x;
    }
    OnnxGraph graph = c.node().attribute(attribute).asGraph();
    return ControlOps.inline(c, graph, List.of(x)).get(0);
  }
}
