package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/** {@code out[i] = a[starts + i * steps]}, for each axis; steps may be negative. */
public record Slice(List<Dim> starts, List<Dim> sizes, List<Long> steps) implements Primitive {
  public Slice {
    starts = List.copyOf(starts);
    sizes = List.copyOf(sizes);
    steps = List.copyOf(steps);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    TensorType a = in.get(0);
    if (starts.size() != a.rank() || sizes.size() != a.rank() || steps.size() != a.rank()) {
      throw new IllegalArgumentException("starts, sizes and steps do not fit the rank of " + a);
    }
    if (steps.contains(0L)) {
      throw new IllegalArgumentException("steps " + steps + " contain 0");
    }
    for (int i = 0; i < a.rank(); i++) {
      where.lessOrEqual(Dim.ZERO, sizes.get(i), "size of slice of " + a);
      inRange(i, a, where);
    }
    return List.of(a.with(sizes));
  }

  /** Constraints do not hold where a slice is empty, so those are left to be found constant. */
  private void inRange(int axis, TensorType a, Constraints where) {
    if (sizes.get(axis).is(0)) {
      return;
    }
    Dim first = starts.get(axis);
    Dim last = first.plus(sizes.get(axis).minus(1).times(steps.get(axis)));
    boolean forward = steps.get(axis) > 0;
    where.lessOrEqual(Dim.ZERO, forward ? first : last, "start of slice of " + a);
    where.lessOrEqual((forward ? last : first).plus(1), a.dim(axis), "end of slice of " + a);
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(
        sizes.size(),
        i -> {
          List<Expr> at = new ArrayList<>();
          for (int d = 0; d < sizes.size(); d++) {
            Expr offset = i.get(d).times(Expr.index(steps.get(d)));
            at.add(offset.plus(Expr.of(starts.get(d))));
          }
          return Compute.load(0, in.get(0), at);
        });
  }
}
