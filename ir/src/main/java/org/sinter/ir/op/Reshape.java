package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/** The same elements in the same row-major order under another shape. */
public record Reshape(List<Dim> shape) implements Primitive {
  public Reshape {
    shape = List.copyOf(shape);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    TensorType out = in.get(0).with(shape);
    where.equal(in.get(0).size(), out.size(), "sizes of " + in.get(0) + " and " + out);
    return List.of(out);
  }

  @Override
  public Compute compute(List<TensorType> in) {
    List<Dim> from = in.get(0).dims();
    return Compute.element(shape.size(), i -> Compute.load(0, in.get(0), indices(from, i)));
  }

  /**
   * Index into {@code from} of the element at {@code at} of {@code shape}: both shapes are cut into
   * the shortest runs of dims with equal products, and each run is flattened and unflattened.
   */
  private List<Expr> indices(List<Dim> from, List<? extends Expr> at) {
    List<Expr> result = new ArrayList<>();
    int f = 0;
    int t = 0;
    while (f < from.size() || t < shape.size()) {
      int fEnd = f;
      int tEnd = t;
      Dim left = Dim.ONE;
      Dim right = Dim.ONE;
      do {
        if (fEnd < from.size() && (tEnd == shape.size() || grows(left, right))) {
          left = left.times(from.get(fEnd++));
        } else {
          right = right.times(shape.get(tEnd++));
        }
      } while (!closed(from, f, fEnd, t, tEnd, left, right));
      run(from.subList(f, fEnd), shape.subList(t, tEnd), at.subList(t, tEnd), result);
      f = fEnd;
      t = tEnd;
    }
    return result;
  }

  /** Whether the left side is the one to extend: when it is a proper part of the right. */
  private static boolean grows(Dim left, Dim right) {
    return left.is(1) || right.exactQuotient(left) != null && !left.equals(right);
  }

  private boolean closed(List<Dim> from, int f, int fEnd, int t, int tEnd, Dim left, Dim right) {
    boolean all = fEnd == from.size() && tEnd == shape.size();
    return all || (left.equals(right) && fEnd > f && tEnd > t && balanced(from, fEnd, tEnd));
  }

  /** What follows has equal sizes, too (it need not, with zero dims). */
  private boolean balanced(List<Dim> from, int fEnd, int tEnd) {
    return Dim.product(from.subList(fEnd, from.size()))
        .equals(Dim.product(shape.subList(tEnd, shape.size())));
  }

  private static void run(List<Dim> from, List<Dim> to, List<? extends Expr> at, List<Expr> out) {
    List<Dim> fromLong = from.stream().filter(d -> !d.is(1)).toList();
    List<Dim> toLong = to.stream().filter(d -> !d.is(1)).toList();
    List<Expr> parts = new ArrayList<>();
    if (fromLong.equals(toLong)) {
      for (int i = 0; i < to.size(); i++) {
        if (!to.get(i).is(1)) {
          parts.add(at.get(i));
        }
      }
    } else {
      parts.addAll(unflatten(fromLong, flatten(to, at)));
    }
    int next = 0;
    for (Dim dim : from) {
      out.add(dim.is(1) ? Expr.index(0) : parts.get(next++));
    }
  }

  private static Expr flatten(List<Dim> dims, List<? extends Expr> at) {
    Expr flat = Expr.index(0);
    for (int i = 0; i < dims.size(); i++) {
      if (!dims.get(i).is(1)) {
        flat = flat.times(Expr.of(dims.get(i))).plus(at.get(i));
      }
    }
    return flat;
  }

  private static List<Expr> unflatten(List<Dim> dims, Expr flat) {
    List<Expr> parts = new ArrayList<>();
    Expr rest = flat;
    for (int i = dims.size() - 1; i > 0; i--) {
      parts.add(0, rest.mod(Expr.of(dims.get(i))));
      rest = rest.floorDiv(Expr.of(dims.get(i)));
    }
    if (!dims.isEmpty()) {
      parts.add(0, rest);
    }
    return parts;
  }
}
