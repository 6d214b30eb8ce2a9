package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/** Inputs one after the other along {@code axis}. */
public record Concat(int axis) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    if (in.isEmpty()) {
      throw new IllegalArgumentException("nothing to concatenate");
    }
    TensorType first = in.get(0);
    int along = first.axis(axis);
    Dim sum = Dim.ZERO;
    for (TensorType type : in) {
      Op.sameType(first, type);
      if (type.rank() != first.rank()) {
        throw new IllegalArgumentException("ranks differ: " + first + " and " + type);
      }
      for (int i = 0; i < first.rank(); i++) {
        if (i != along) {
          where.equal(first.dim(i), type.dim(i), "dims of " + first + " and " + type);
        }
      }
      sum = sum.plus(type.dim(along));
    }
    List<Dim> dims = new ArrayList<>(first.dims());
    dims.set(along, sum);
    return List.of(first.with(dims));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    int along = in.get(0).axis(axis);
    return Compute.element(in.get(0).rank(), i -> part(in, 0, i, i.get(along), along));
  }

  /** {@code offset < dim ? in[n][offset] : part n + 1 at offset - dim}. */
  private static Expr part(
      List<TensorType> in, int n, List<? extends Expr> i, Expr offset, int along) {
    List<Expr> at = new ArrayList<>(i);
    at.set(along, offset);
    Expr here = Compute.load(n, in.get(n), at);
    if (n == in.size() - 1) {
      return here;
    }
    Expr dim = Expr.of(in.get(n).dim(along));
    return offset.lessThan(dim).select(here, part(in, n + 1, i, offset.minus(dim), along));
  }
}
