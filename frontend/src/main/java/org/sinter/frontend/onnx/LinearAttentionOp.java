package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;

/**
 * {@code LinearAttention}, unrolled over time: {@code S = S * exp(decay) + k (beta (v - S' k))'},
 * {@code y = scale q S}; without decay or beta their parts are left out.
 */
final class LinearAttentionOp {
  private final Call c;
  private final Formula f;
  private final long heads;
  private final String rule;

  private LinearAttentionOp(Call c) {
    this.c = c;
    this.f = c.f();
    this.heads = c.integer("kv_num_heads", 0);
    this.rule = c.text("update_rule", "gated_delta");
  }

  static List<Value> write(Call c) {
    return new LinearAttentionOp(c).write();
  }

  private List<Value> write() {
    TensorType t = c.type(0);
    Value q = split(c.in(0), c.integer("q_num_heads", 0));
    Value k = split(c.in(1), heads);
    Value v = split(c.in(2), heads);
    Value decay = rule.startsWith("gated") ? f.exp(split(c.in(4), heads)) : null;
    Value beta = rule.endsWith("delta") ? beta(c.in(5)) : null;
    Dim size = k.type().dim(3);
    Value state =
        c.has(3)
            ? f.convert(c.in(3), DType.F32)
            : f.b()
                .add(
                    new Fill(
                        DType.F32, List.of(t.dim(0), Dim.of(heads), size, v.type().dim(3)), 0));
    double given = c.real("scale", 0);
    double scale = given != 0 ? given : 1 / Math.sqrt(size.value());
    long steps = ControlOps.count(t.dim(1), "the length", c.body().model().options().maxUnroll());
    List<Value> rows = new ArrayList<>();
    for (long i = 0; i < steps; i++) {
      state = step(state, at(k, i), at(v, i), at(decay, i), at(beta, i));
      Value read = Heads.repeat(f, state, q.type().dim(1));
      rows.add(f.mul(f.matMul(at(q, i), read), scale));
    }
    Value y = Heads.join(f, Heads.swap(f, Layout.concat(f, rows, 2)));
    DType kept = c.has(3) ? c.dtype(3) : t.dtype();
    return List.of(f.convert(y, t.dtype()), f.convert(state, kept));
  }

  /** {@code [b, t, H * d]} to {@code [b, H, t, d]} in f32. */
  private Value split(Value x, long count) {
    return Heads.swap(f, Heads.split(f, f.convert(x, DType.F32), count));
  }

  /** {@code [b, t, H or 1]} to {@code [b, H or 1, t, 1]}. */
  private Value beta(Value x) {
    return split(x, x.type().dim(2).value());
  }

  private Value at(Value x, long i) {
    return x == null ? null : Layout.slice(f, x, 2, Dim.of(i), Dim.ONE);
  }

  private Value step(Value state, Value k, Value v, Value decay, Value beta) {
    Value kept = decay == null ? state : f.mul(state, ProductOps.swap(f, decay));
    Value update = beta == null ? v : f.mul(beta, f.sub(v, f.matMul(k, kept)));
    return f.add(kept, f.matMul(ProductOps.swap(f, k), update));
  }
}
