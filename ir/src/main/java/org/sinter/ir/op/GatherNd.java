package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Var;

/**
 * {@code out[b.., i.., s..] = a[b.., index[b.., i.., 0], …, index[b.., i.., n - 1], s..]} with
 * {@code batch} leading axes in common; the last dim of the index is the constant {@code n}.
 */
public record GatherNd(int batch) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 2);
    TensorType a = in.get(0);
    TensorType index = in.get(1);
    Gather.integer(index);
    int n = components(index);
    if (batch < 0 || batch + n > a.rank() || batch >= index.rank()) {
      throw new IllegalArgumentException(n + " indices do not fit " + a);
    }
    for (int i = 0; i < batch; i++) {
      where.equal(a.dim(i), index.dim(i), "batch dims of " + a + " and " + index);
    }
    List<Dim> dims = new ArrayList<>(index.dims().subList(0, index.rank() - 1));
    dims.addAll(a.dims().subList(batch + n, a.rank()));
    return List.of(a.with(dims));
  }

  /** The last dim of an index tensor. */
  static int components(TensorType index) {
    if (index.rank() == 0 || !index.dim(-1).isConstant()) {
      throw new IllegalArgumentException("index is " + index + ", expected a constant last dim");
    }
    return (int) Math.min(index.dim(-1).value(), TensorType.MAX_RANK + 1);
  }

  @Override
  public Compute compute(List<TensorType> in) {
    TensorType a = in.get(0);
    TensorType index = in.get(1);
    int n = components(index);
    int rank = index.rank() - 1 + a.rank() - batch - n;
    List<Compute.Bound> bounds = new ArrayList<>();
    for (int d = 0; d < n; d++) {
      bounds.add(new Compute.Bound(1, d, a.dim(batch + d)));
    }
    return Compute.element(
            rank,
            i -> {
              List<Expr> at = new ArrayList<>(i.subList(0, batch));
              for (int d = 0; d < n; d++) {
                at.add(component(index, i, d, a.dim(batch + d)));
              }
              at.addAll(i.subList(index.rank() - 1, rank));
              return Compute.load(0, a, at);
            })
        .withBounds(bounds);
  }

  private static Expr component(TensorType index, List<Var> i, int d, Dim size) {
    List<Expr> at = new ArrayList<>(i.subList(0, index.rank() - 1));
    at.add(Expr.index(d));
    return Gather.wrapped(Compute.load(1, index, at), size);
  }
}
