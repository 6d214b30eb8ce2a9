package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Var;

/**
 * Matrix product: {@code out[.., i, j] = sum over k of a[.., i, k] * b[.., k, j]}, leading dims
 * broadcast.
 */
public record MatMul() implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 2);
    TensorType a = in.get(0);
    TensorType b = in.get(1);
    Op.sameType(a, b);
    if (a.rank() < 2 || b.rank() < 2) {
      throw new IllegalArgumentException("expected matrices, found " + a + " and " + b);
    }
    where.equal(a.dim(-1), b.dim(-2), "inner dims of " + a + " x " + b);
    List<Dim> dims = new ArrayList<>(where.broadcast(outer(a), outer(b)));
    dims.add(a.dim(-2));
    dims.add(b.dim(-1));
    return List.of(a.with(dims));
  }

  private static List<Dim> outer(TensorType type) {
    return type.dims().subList(0, type.rank() - 2);
  }

  @Override
  public Compute compute(List<TensorType> in) {
    TensorType a = in.get(0);
    TensorType b = in.get(1);
    List<Var> axes = Compute.axes(Math.max(a.rank(), b.rank()));
    Var k = new Var("k");
    List<Expr> atA = new ArrayList<>(axes);
    List<Expr> atB = new ArrayList<>(axes);
    atA.set(axes.size() - 1, k);
    atB.set(axes.size() - 2, k);
    Expr product = Compute.broadcastLoad(0, a, atA).times(Compute.broadcastLoad(1, b, atB));
    return new Compute(
        axes, List.of(new Compute.Axis(k, a.dim(-1))), Reducer.SUM, product, List.of());
  }
}
