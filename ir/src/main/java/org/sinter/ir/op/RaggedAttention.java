package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Nullable;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;

/**
 * {@link Attention} of each of several texts to itself, their tokens one after the other: text
 * {@code b} is tokens {@code offsets[b] <= t < offsets[b + 1]}.
 *
 * <p>Inputs: q [tokens, H, d], k [tokens, G, d], v [tokens, G, e], offsets i64 [batch + 1] from 0
 * to tokens, and perhaps an additive mask that broadcasts to [batch, H, longest, longest], read at
 * the places of query and key in their text; result [tokens, H, e]. No text has more tokens than
 * {@code longest}.
 */
public record RaggedAttention(
    double scale, double softcap, @Nullable Double causal, @Nullable Long window, Dim longest)
    implements Composite {
  /** Which input the offsets are. */
  public static final int OFFSETS = 3;

  /** What {@code each} is for one text. */
  public RaggedAttention(Attention each, Dim longest) {
    this(each.scale(), each.softcap(), each.causal(), each.window(), longest);
  }

  public RaggedAttention {
    new Attention(scale, softcap, causal, window);
  }

  /** What is done with each text. */
  public Attention each() {
    return new Attention(scale, softcap, causal, window);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    if (in.size() != 4 && in.size() != 5) {
      throw new IllegalArgumentException("expected q, k, v, offsets and perhaps a mask");
    }
    TensorType offsets = in.get(OFFSETS);
    if (offsets.rank() != 1 || offsets.dtype() != DType.I64) {
      throw new IllegalArgumentException("offsets are " + offsets + ", expected i64[batch + 1]");
    }
    List<TensorType> one = new ArrayList<>();
    for (TensorType type : in.subList(0, 3)) {
      if (type.rank() != 3) {
        throw new IllegalArgumentException("expected 3 dims, found " + type);
      }
      one.add(type.with(alone(type.dims())));
    }
    if (in.size() == 5) {
      mask(in.get(0), in.get(4), offsets, where);
    }
    TensorType out = each().infer(one, where).get(0);
    return List.of(out.with(out.dims().subList(1, 4)));
  }

  private void mask(TensorType q, TensorType mask, TensorType offsets, Constraints where) {
    Op.sameType(q, mask);
    if (mask.rank() != 4) {
      throw new IllegalArgumentException("expected a mask of 4 dims, found " + mask);
    }
    List<Dim> all = List.of(offsets.dim(0).minus(1), q.dim(1), longest, longest);
    for (int i = 0; i < 4; i++) {
      if (!mask.dim(i).is(1)) {
        where.equal(mask.dim(i), all.get(i), "mask " + mask + " of " + all);
      }
    }
  }

  private static List<Dim> alone(List<Dim> dims) {
    List<Dim> one = new ArrayList<>(List.of(Dim.ONE));
    one.addAll(dims);
    return one;
  }

  /** Attention over one sequence of all tokens in which each text sees itself alone. */
  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    Dim tokens = in.get(0).type().dim(0);
    Value text = texts(f, in.get(OFFSETS), tokens);
    List<Dim> square = List.of(tokens, tokens);
    Value own = f.reshape(text, List.of(tokens, Dim.ONE));
    Value other = f.reshape(text, List.of(Dim.ONE, tokens));
    Value same = f.reshape(f.equal(own, other), List.of(Dim.ONE, Dim.ONE, tokens, tokens));
    Value none = f.literal(in.get(0), 0);
    Value added = in.size() > 4 ? added(f, in.get(4), in.get(OFFSETS), text, square) : none;
    if (causal != null) {
      added = f.where(visible(f, tokens), added, f.literal(in.get(0), causal));
    }
    Value low = f.literal(in.get(0), Double.NEGATIVE_INFINITY);
    List<Value> one = new ArrayList<>();
    in.subList(0, 3).forEach(x -> one.add(f.reshape(x, alone(x.type().dims()))));
    one.add(f.where(same, added, low));
    Value out = b.add(new Attention(scale, softcap), one);
    return List.of(f.reshape(out, out.type().dims().subList(1, 4)));
  }

  /** Whether a key of the same text is seen by its place, [tokens, tokens]. */
  private Value visible(Formula f, Dim tokens) {
    Value j = f.b().add(new Iota(DType.I64, tokens));
    Value i = f.reshape(j, List.of(tokens, Dim.ONE));
    Value seen = f.lessOrEqual(j, i);
    return window == null ? seen : f.and(seen, f.less(f.sub(i, j), f.literal(DType.I64, window)));
  }

  /** {@code text[t] = (number of offsets <= t) - 1}. */
  private static Value texts(Formula f, Value offsets, Dim tokens) {
    Value t = f.reshape(f.b().add(new Iota(DType.I64, tokens)), List.of(tokens, Dim.ONE));
    Value begun = f.convert(f.lessOrEqual(offsets, t), DType.I64);
    Value count = f.b().add(new Reduce(Reducer.SUM, List.of(1), false), begun);
    return f.sub(count, f.literal(DType.I64, 1));
  }

  /** The mask's elements for each pair of tokens, [1, H or 1, tokens, tokens]. */
  private static Value added(Formula f, Value mask, Value offsets, Value text, List<Dim> square) {
    Dim tokens = square.get(0);
    Value start = f.b().add(new Gather(0), offsets, text);
    Value place = f.sub(f.b().add(new Iota(DType.I64, tokens)), start);
    List<Dim> rows = List.of(tokens, Dim.ONE);
    List<Dim> columns = List.of(Dim.ONE, tokens);
    List<Value> at =
        List.of(f.reshape(text, rows), f.reshape(place, rows), f.reshape(place, columns));
    List<Integer> axes = List.of(0, 2, 3);
    List<Value> parts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Dim size = mask.type().dim(axes.get(i));
      Value last = f.sub(f.size(size, DType.I64), f.literal(DType.I64, 1));
      Value index = f.combine(Binary.Function.MIN, at.get(i), last);
      List<Dim> column = new ArrayList<>(square);
      column.add(Dim.ONE);
      parts.add(f.reshape(f.expand(index, square), column));
    }
    Value heads = f.transpose(mask, List.of(0, 2, 3, 1));
    Value found = f.b().add(new GatherNd(0), heads, f.b().add(new Concat(2), parts));
    List<Dim> dims = new ArrayList<>(Collections.nCopies(1, Dim.ONE));
    dims.addAll(List.of(mask.type().dim(1), tokens, tokens));
    return f.reshape(f.transpose(found, List.of(2, 0, 1)), dims);
  }
}
