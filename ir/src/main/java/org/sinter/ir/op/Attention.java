package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Nullable;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/**
 * Scaled dot-product attention (Vaswani et al. 2017) with grouped heads: {@code out[b, i, h, :] =
 * sum over j of p[b, h, i, j] * v[b, j, h / (H / G), :]} with {@code p = softmax over j of
 * (cap(scale * q[b, i, h, :] . k[b, j, h / (H / G), :]) + mask[b, h, i, j])}.
 *
 * <p>With {@code causal} a query sees only keys up to its own place, {@code j <= i + t - s}, with a
 * {@code window} only the last so many of them; to the scores of others {@code causal} is added in
 * place of the mask: -infinity, or a number so low that nothing is left of them unless all are as
 * low.
 *
 * <p>Inputs: q [b, s, H, d], k [b, t, G, d], v [b, t, G, e], and perhaps an additive mask that
 * broadcasts to [b, H, s, t]; result [b, s, H, e]. {@code cap(x) = softcap * tanh(x / softcap)}, or
 * x when softcap is 0.
 */
public record Attention(
    double scale, double softcap, @Nullable Double causal, @Nullable Long window)
    implements Composite {
  public Attention {
    if (causal != null && !(causal <= HIDDEN)) {
      throw new IllegalArgumentException("causal is " + causal + ", expected at most " + HIDDEN);
    }
    if (window != null && (causal == null || window < 1)) {
      throw new IllegalArgumentException("a window of " + window + " keys, causal " + causal);
    }
  }

  /** A number at most this low hides a key that it is added to. */
  public static final double HIDDEN = -1e9;

  /** Every query sees every key, as far as a mask allows. */
  public Attention(double scale, double softcap) {
    this(scale, softcap, null, null);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    if (in.size() != 3 && in.size() != 4) {
      throw new IllegalArgumentException("expected q, k, v and perhaps a mask");
    }
    TensorType q = in.get(0);
    TensorType k = in.get(1);
    TensorType v = in.get(2);
    for (TensorType type : in) {
      Op.sameType(q, type);
      if (type.rank() != 4) {
        throw new IllegalArgumentException("expected 4 dims, found " + type);
      }
    }
    Softmax.floating(q);
    where.equal(q.dim(0), k.dim(0), "batches of " + q + " and " + k);
    where.equal(q.dim(3), k.dim(3), "head sizes of " + q + " and " + k);
    where.equal(k.dim(0), v.dim(0), "batches of " + k + " and " + v);
    where.equal(k.dim(1), v.dim(1), "lengths of " + k + " and " + v);
    where.equal(k.dim(2), v.dim(2), "heads of " + k + " and " + v);
    if (q.dim(2).exactQuotient(k.dim(2)) == null) {
      throw new IllegalArgumentException("heads of " + q + " are no multiple of those of " + k);
    }
    List<Dim> scores = List.of(q.dim(0), q.dim(2), q.dim(1), k.dim(1));
    if (in.size() == 4) {
      for (int i = 0; i < 4; i++) {
        if (!in.get(3).dim(i).is(1)) {
          where.equal(in.get(3).dim(i), scores.get(i), "mask " + in.get(3) + " of " + scores);
        }
      }
    }
    return List.of(q.with(List.of(q.dim(0), q.dim(1), q.dim(2), v.dim(3))));
  }

  private static final List<Integer> SWAP = List.of(0, 2, 1, 3);

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    Dim heads = in.get(0).type().dim(2);
    Value q = f.transpose(in.get(0), SWAP);
    Value k = f.transpose(repeat(f, in.get(1), heads), List.of(0, 2, 3, 1));
    Value v = f.transpose(repeat(f, in.get(2), heads), SWAP);
    Value scores = f.mul(f.matMul(q, k), scale);
    if (softcap != 0) {
      scores = f.mul(f.tanh(f.mul(scores, 1 / softcap)), softcap);
    }
    Value masked = in.size() > 3 ? f.add(scores, in.get(3)) : scores;
    if (causal != null) {
      Value visible = visible(f, in.get(0).type().dim(1), in.get(1).type().dim(1));
      masked = f.where(visible, masked, f.add(scores, causal));
    }
    scores = masked;
    return List.of(f.transpose(f.matMul(b.add(new Softmax(-1), scores), v), SWAP));
  }

  /** Whether a key is seen: {@code [1, 1, s, t]}. */
  private Value visible(Formula f, Dim queries, Dim keys) {
    Value i =
        f.reshape(
            f.b().add(new Iota(DType.I64, queries)), List.of(Dim.ONE, Dim.ONE, queries, Dim.ONE));
    Value j =
        f.reshape(f.b().add(new Iota(DType.I64, keys)), List.of(Dim.ONE, Dim.ONE, Dim.ONE, keys));
    Value place = f.add(i, f.size(keys.minus(queries), DType.I64));
    Value visible = f.lessOrEqual(j, place);
    return window == null
        ? visible
        : f.and(visible, f.less(f.sub(place, j), f.literal(place, window)));
  }

  /** Each head of [b, t, G, d] {@code heads / G} times in a row. */
  private static Value repeat(Formula f, Value x, Dim heads) {
    TensorType t = x.type();
    Dim times = heads.exactQuotient(t.dim(2));
    if (times.is(1)) {
      return x;
    }
    Value column = f.reshape(x, List.of(t.dim(0), t.dim(1), t.dim(2), Dim.ONE, t.dim(3)));
    List<Dim> wide = new ArrayList<>(column.type().dims());
    wide.set(3, times);
    return f.reshape(f.expand(column, wide), List.of(t.dim(0), t.dim(1), heads, t.dim(3)));
  }
}
