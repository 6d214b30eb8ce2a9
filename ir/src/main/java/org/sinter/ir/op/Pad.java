package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;

/**
 * {@code out[i] = a[i - before]} inside, the scalar second input outside; an axis with a negative
 * pad is cut.
 */
public record Pad(List<Dim> before, List<Dim> after) implements Primitive {
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 2);
    TensorType a = in.get(0);
    Op.sameType(a, in.get(1));
    if (before.size() != a.rank() || after.size() != a.rank() || in.get(1).rank() != 0) {
      throw new IllegalArgumentException("pads " + before + ", " + after + " do not fit " + a);
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < a.rank(); i++) {
      Dim dim = a.dim(i).plus(before.get(i)).plus(after.get(i));
      where.lessOrEqual(Dim.ZERO, dim, "padded dim of " + a);
      dims.add(dim);
    }
    return List.of(a.with(dims));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    TensorType a = in.get(0);
    return Compute.element(
        a.rank(),
        i -> {
          Expr inside = new Const(DType.BOOL, 1);
          List<Expr> at = new ArrayList<>();
          for (int d = 0; d < a.rank(); d++) {
            Expr index = i.get(d).minus(Expr.of(before.get(d)));
            at.add(index);
            if (!before.get(d).is(0) || !after.get(d).is(0)) {
              inside = inside.and(Expr.index(0).lessOrEqual(index));
              inside = inside.and(index.lessThan(Expr.of(a.dim(d))));
            }
          }
          return inside.select(Compute.load(0, a, at), Compute.load(1, in.get(1), List.of()));
        });
  }
}
