package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/**
 * Rotary position embedding (Su et al. 2021) of {@code x[.., d]} by {@code cos[.., r / 2]} and
 * {@code sin[.., r / 2]}, which broadcast to {@code x} in all dims but the last.
 *
 * <p>Pairs {@code (a, b)} of the first {@code r} elements become {@code (a cos - b sin, b cos + a
 * sin)}; the others stay. Pairs are halves {@code (x[i], x[i + r / 2])}, or neighbours {@code
 * (x[2i], x[2i + 1])} when {@code interleaved}.
 */
public record Rotary(boolean interleaved) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 3);
    TensorType x = in.get(0);
    Softmax.floating(x);
    Op.sameType(x, in.get(1));
    if (!in.get(1).equals(in.get(2)) || in.get(1).rank() > x.rank() || in.get(1).rank() == 0) {
      throw new IllegalArgumentException("cos " + in.get(1) + ", sin " + in.get(2) + " of " + x);
    }
    where.lessOrEqual(in.get(1).dim(-1).times(2), x.dim(-1), "rotated part of " + x);
    int shift = x.rank() - in.get(1).rank();
    for (int i = 0; i < in.get(1).rank() - 1; i++) {
      if (!in.get(1).dim(i).is(1)) {
        where.equal(in.get(1).dim(i), x.dim(shift + i), "dims of cos " + in.get(1) + " and " + x);
      }
    }
    return List.of(x);
  }

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    Value x = in.get(0);
    Dim half = in.get(1).type().dim(-1);
    Value first = part(b, x, Dim.ZERO, half);
    Value second = part(b, x, interleaved ? Dim.ONE : half, half);
    Value left = f.sub(f.mul(first, in.get(1)), f.mul(second, in.get(2)));
    Value right = f.add(f.mul(second, in.get(1)), f.mul(first, in.get(2)));
    List<Value> parts = new ArrayList<>();
    parts.add(interleaved ? interleave(f, left, right) : b.add(new Concat(-1), left, right));
    Dim rest = x.type().dim(-1).minus(half.times(2));
    if (!rest.is(0)) {
      parts.add(slice(b, x, half.times(2), rest, 1));
    }
    return List.of(parts.size() == 1 ? parts.get(0) : b.add(new Concat(-1), parts));
  }

  private Value part(Graph.Builder b, Value x, Dim start, Dim half) {
    return slice(b, x, start, half, interleaved ? 2 : 1);
  }

  private static Value slice(Graph.Builder b, Value x, Dim start, Dim size, long step) {
    int rank = x.type().rank();
    List<Dim> starts = new ArrayList<>(Collections.nCopies(rank, Dim.ZERO));
    List<Dim> sizes = new ArrayList<>(x.type().dims());
    List<Long> steps = new ArrayList<>(Collections.nCopies(rank, 1L));
    starts.set(rank - 1, start);
    sizes.set(rank - 1, size);
    steps.set(rank - 1, step);
    return b.add(new Slice(starts, sizes, steps), x);
  }

  private static Value interleave(Formula f, Value left, Value right) {
    List<Dim> column = new ArrayList<>(left.type().dims());
    column.add(Dim.ONE);
    Value pairs = f.b().add(new Concat(-1), f.reshape(left, column), f.reshape(right, column));
    List<Dim> flat = new ArrayList<>(left.type().dims());
    flat.set(flat.size() - 1, left.type().dim(-1).times(2));
    return f.reshape(pairs, flat);
  }
}
