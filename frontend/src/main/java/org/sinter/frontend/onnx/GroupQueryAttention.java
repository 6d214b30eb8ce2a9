package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.ScatterElements;

/**
 * ONNX Runtime's {@code GroupQueryAttention}: inputs q (or packed qkv), k, v, past key and value
 * {@code [b, G, t, d]}, last key index by batch, total length, cosines, sines, positions, bias.
 */
final class GroupQueryAttention {
  private final Call c;
  private final Formula f;

  private GroupQueryAttention(Call c) {
    this.c = c;
    this.f = c.f();
  }

  static List<Value> write(Call c) {
    return new GroupQueryAttention(c).write();
  }

  private List<Value> write() {
    List<Value> qkv = split();
    TensorType q = qkv.get(0).type();
    Dim length = q.dim(1);
    boolean past = c.has(3) && !c.type(3).dim(2).is(0);
    Value start = past ? starts(length) : null;
    if (c.flag("do_rotary", false)) {
      for (int i = 0; i < 2; i++) {
        qkv.set(i, rotate(qkv.get(i), start));
      }
    }
    for (int i = 1; i < 3; i++) {
      qkv.set(i, past ? written(c.in(2 + i), qkv.get(i), start) : qkv.get(i));
    }
    Dim keys = qkv.get(1).type().dim(1);
    Value i = Heads.queries(f, length, start);
    Value j = Heads.keys(f, keys);
    Value bias = Heads.forbid(f, f.lessOrEqual(j, i), q.dtype());
    long window = c.integer("local_window_size", -1);
    if (window > 0) {
      Value near = f.less(i, f.add(j, window));
      bias = f.add(bias, Heads.forbid(f, near, q.dtype()));
    }
    bias = Heads.plus(f, bias, c.optional(10));
    double scale = c.real("scale", 0);
    scale = scale != 0 ? scale : 1 / Math.sqrt(q.dim(3).value());
    Value y = Heads.attend(f, qkv, scale, c.real("softcap", 0), bias, false);
    return List.of(Heads.join(f, y), Heads.swap(f, qkv.get(1)), Heads.swap(f, qkv.get(2)));
  }

  private List<Value> split() {
    if (c.flag("smooth_softmax", false) || c.has(11)) {
      throw new IllegalArgumentException("smooth softmax and sinks are not supported");
    }
    long heads = c.integer("num_heads", 0);
    long groups = c.integer("kv_num_heads", 0);
    List<Value> qkv = new ArrayList<>();
    if (c.has(1)) {
      qkv.add(Heads.split(f, c.in(0), heads));
      qkv.add(Heads.split(f, c.in(1), groups));
      qkv.add(Heads.split(f, c.in(2), groups));
      return qkv;
    }
    Value all = Heads.split(f, c.in(0), heads + 2 * groups);
    qkv.add(Layout.slice(f, all, 2, Dim.ZERO, Dim.of(heads)));
    qkv.add(Layout.slice(f, all, 2, Dim.of(heads), Dim.of(groups)));
    qkv.add(Layout.slice(f, all, 2, Dim.of(heads + groups), Dim.of(groups)));
    return qkv;
  }

  /** The position of each row's first new key: {@code last + 1 - length}. */
  private Value starts(Dim length) {
    Value last = f.reshape(f.convert(c.in(5), DType.I64), List.of(c.type(0).dim(0)));
    return f.sub(f.add(last, 1), f.size(length, DType.I64));
  }

  private Value rotate(Value x, Value start) {
    Dim length = x.type().dim(1);
    Value positions =
        c.has(9) ? f.convert(c.in(9), DType.I64) : Layout.unsqueeze(f, Heads.keys(f, length), 0);
    if (!c.has(9) && start != null) {
      positions = f.add(positions, f.reshape(start, List.of(x.type().dim(0), Dim.ONE)));
    }
    Value cos = Layout.unsqueeze(f, IndexOps.gather(f, c.in(7), positions, 0), 2);
    Value sin = Layout.unsqueeze(f, IndexOps.gather(f, c.in(8), positions, 0), 2);
    return f.b().add(new Rotary(c.flag("rotary_interleaved", false)), x, cos, sin);
  }

  /** The past with room for the new rows, which are written where each batch row's start says. */
  private Value written(Value past, Value x, Value start) {
    Value before = Heads.swap(f, past);
    TensorType t = x.type();
    Value room = f.b().add(new Fill(t.dtype(), t.dims(), 0));
    Value cache = f.b().add(new Concat(1), before, room);
    Value at = f.reshape(Heads.keys(f, t.dim(1)), List.of(t.dim(1), Dim.ONE, Dim.ONE));
    List<Dim> column = Layout.column(t.dim(0), 4);
    at = f.expand(f.add(at, f.reshape(start, column)), t.dims());
    return f.b().add(new ScatterElements(1, null), cache, at, x);
  }
}
