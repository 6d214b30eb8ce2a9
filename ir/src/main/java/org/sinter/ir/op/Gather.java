package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/**
 * {@code out[p.., i.., s..] = a[p.., index[i..], s..]} along {@code axis}; negative indices count
 * from the end.
 */
public record Gather(int axis) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 2);
    integer(in.get(1));
    int along = in.get(0).axis(axis);
    List<Dim> dims = new ArrayList<>(in.get(0).dims().subList(0, along));
    dims.addAll(in.get(1).dims());
    dims.addAll(in.get(0).dims().subList(along + 1, in.get(0).rank()));
    return List.of(in.get(0).with(dims));
  }

  static void integer(TensorType type) {
    if (type.dtype() != DType.I64 && type.dtype() != DType.I32) {
      throw new IllegalArgumentException("indices are " + type + ", expected i64 or i32");
    }
  }

  /** {@code index < 0 ? index + size : index}. */
  static Expr wrapped(Expr index, Dim size) {
    Expr i = index.cast(DType.I64);
    return i.lessThan(Expr.index(0)).select(i.plus(Expr.of(size)), i);
  }

  @Override
  public Compute compute(List<TensorType> in) {
    TensorType a = in.get(0);
    int along = a.axis(axis);
    int indices = in.get(1).rank();
    Dim size = a.dim(along);
    return Compute.element(
            a.rank() - 1 + indices,
            i -> {
              Expr index = Compute.load(1, in.get(1), i.subList(along, along + indices));
              List<Expr> at = new ArrayList<>(i.subList(0, along));
              at.add(wrapped(index, size));
              at.addAll(i.subList(along + indices, i.size()));
              return Compute.load(0, a, at);
            })
        .withBounds(List.of(new Compute.Bound(1, -1, size)));
  }
}
