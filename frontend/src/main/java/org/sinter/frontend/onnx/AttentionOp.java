package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Softmax;

/**
 * ONNX's {@code Attention}: inputs q, k, v, mask, past key, past value, valid key lengths; results
 * y, present key, present value and the scores at the stage that {@code qk_matmul_output_mode}
 * names.
 */
final class AttentionOp {
  private final Call c;
  private final Formula f;
  private final DType type;

  private AttentionOp(Call c) {
    this.c = c;
    this.f = c.f();
    this.type = NormOps.stash(c.dtype(0));
  }

  static List<Value> write(Call c) {
    return new AttentionOp(c).write();
  }

  private List<Value> write() {
    boolean flat = c.rank(0) == 3;
    List<Value> qkv = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long heads = c.integer(i == 0 ? "q_num_heads" : "kv_num_heads", 0);
      qkv.add(flat ? Heads.split(f, c.in(i), heads) : Heads.swap(f, c.in(i)));
    }
    for (int i = 1; i < 3; i++) {
      if (c.has(3 + i)) {
        qkv.set(i, Heads.append(f, c.in(3 + i), qkv.get(i)));
      }
    }
    List<Value> results = new ArrayList<>(Arrays.asList(null, null, null, null));
    results.set(1, Heads.swap(f, qkv.get(1)));
    results.set(2, Heads.swap(f, qkv.get(2)));
    qkv.replaceAll(v -> f.convert(v, type));
    Value bias = bias(qkv.get(0).type().dim(1), qkv.get(1).type().dim(1));
    double scale = c.real("scale", 0);
    scale = scale != 0 ? scale : 1 / Math.sqrt(qkv.get(0).type().dim(3).value());
    double softcap = c.real("softcap", 0);
    boolean guarded = c.has(3) || c.has(6);
    Value y = null;
    if (c.wants(3)) {
      y = expanded(qkv, scale, softcap, bias, results);
    } else {
      y = Heads.attend(f, qkv, scale, softcap, bias, guarded);
    }
    y = f.convert(y, c.dtype(0));
    results.set(0, flat ? Heads.join(f, y) : Heads.swap(f, y));
    return results;
  }

  /** The sum of what the mask, causality, the window and the valid lengths forbid; or null. */
  private Value bias(Dim queries, Dim keys) {
    Value bias = c.has(3) ? mask(keys) : null;
    long left = c.integer("left_window_size", -1);
    long right = c.integer("right_window_size", -1);
    Value i = Heads.queries(f, queries, offset(queries));
    Value j = Heads.keys(f, keys);
    if (c.flag("is_causal", false)) {
      bias = Heads.plus(f, bias, Heads.forbid(f, f.lessOrEqual(j, i), type));
    }
    if (left >= 0) {
      Value near = f.lessOrEqual(i, f.add(j, left));
      bias = Heads.plus(f, bias, Heads.forbid(f, near, type));
    }
    if (right >= 0) {
      Value near = f.lessOrEqual(j, f.add(i, right));
      bias = Heads.plus(f, bias, Heads.forbid(f, near, type));
    }
    if (c.has(6)) {
      Value lengths = f.convert(c.in(6), DType.I64);
      lengths = f.reshape(lengths, List.of(c.type(6).dim(0), Dim.ONE, Dim.ONE, Dim.ONE));
      bias = Heads.plus(f, bias, Heads.forbid(f, f.less(j, lengths), type));
    }
    return bias;
  }

  /** How many keys precede the queries: the past's length, or by batch what the lengths leave. */
  private Value offset(Dim queries) {
    if (c.has(4)) {
      Dim past = c.type(4).dim(2);
      return past.is(0) ? null : f.size(past, DType.I64);
    }
    return c.has(6) ? f.sub(f.convert(c.in(6), DType.I64), f.size(queries, DType.I64)) : null;
  }

  /** The mask as an additive one; keys that it does not cover are forbidden. */
  private Value mask(Dim keys) {
    Value mask = c.in(3);
    boolean bool = mask.type().dtype() == DType.BOOL;
    mask = bool ? Heads.forbid(f, mask, type) : f.convert(mask, type);
    Dim missing = keys.minus(mask.type().dim(-1));
    if (mask.type().dim(-1).is(1) || missing.is(0) || !missing.isConstant()) {
      return mask;
    }
    List<Dim> none = new ArrayList<>(Collections.nCopies(mask.type().rank(), Dim.ZERO));
    List<Dim> after = new ArrayList<>(none);
    after.set(after.size() - 1, missing);
    return PadOp.constant(f, mask, none, after, f.literal(type, Double.NEGATIVE_INFINITY));
  }

  /** The arithmetic in full, since its scores are wanted. */
  private Value expanded(
      List<Value> qkv, double scale, double softcap, Value bias, List<Value> results) {
    Dim heads = qkv.get(0).type().dim(2);
    Value q = Heads.swap(f, qkv.get(0));
    Value k = Heads.repeat(f, Heads.swap(f, qkv.get(1)), heads);
    Value v = Heads.repeat(f, Heads.swap(f, qkv.get(2)), heads);
    Value[] stages = new Value[4];
    stages[0] = f.mul(f.matMul(q, ProductOps.swap(f, k)), scale);
    stages[1] = Heads.cap(f, stages[0], softcap);
    stages[2] = bias == null ? stages[1] : f.add(stages[1], bias);
    stages[3] = f.b().add(new Softmax(-1), stages[2]);
    if (bias != null) {
      Value rows = Heads.forbiddenRows(f, bias);
      stages[3] = f.where(rows, f.literal(type, 0), stages[3]);
    }
    long mode = c.integer("qk_matmul_output_mode", 0);
    if (mode < 0 || mode > 3) {
      throw new IllegalArgumentException("qk_matmul_output_mode " + mode);
    }
    results.set(3, f.convert(stages[(int) mode], c.dtype(0)));
    return Heads.swap(f, f.matMul(stages[3], v));
  }
}
