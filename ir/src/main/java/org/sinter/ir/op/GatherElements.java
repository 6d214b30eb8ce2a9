package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/** {@code out[i, j, k] = a[i, index[i, j, k], k]} for {@code axis} 1. */
public record GatherElements(int axis) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 2);
    TensorType a = in.get(0);
    TensorType index = in.get(1);
    Gather.integer(index);
    if (a.rank() != index.rank()) {
      throw new IllegalArgumentException("ranks differ: " + a + " and " + index);
    }
    int along = a.axis(axis);
    for (int i = 0; i < a.rank(); i++) {
      if (i != along) {
        where.lessOrEqual(index.dim(i), a.dim(i), "dims of " + index + " and " + a);
      }
    }
    return List.of(a.with(index.dims()));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    TensorType a = in.get(0);
    int along = a.axis(axis);
    return Compute.element(
            a.rank(),
            i -> {
              List<Expr> at = new ArrayList<>(i);
              at.set(along, Gather.wrapped(Compute.load(1, in.get(1), i), a.dim(along)));
              return Compute.load(0, a, at);
            })
        .withBounds(List.of(new Compute.Bound(1, -1, a.dim(along))));
  }
}
