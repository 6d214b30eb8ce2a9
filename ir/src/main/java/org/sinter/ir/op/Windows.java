package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/**
 * Sliding windows over the last axes: {@code out[n.., o.., k..] = a[n.., o * stride + k *
 * dilation]}; convolution and pooling are a reduction of it.
 */
public record Windows(List<Long> kernel, List<Long> strides, List<Long> dilations)
    implements Primitive {
  public Windows {
    kernel = List.copyOf(kernel);
    strides = List.copyOf(strides);
    dilations = List.copyOf(dilations);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    TensorType a = in.get(0);
    int axes = kernel.size();
    if (axes > a.rank() || strides.size() != axes || dilations.size() != axes) {
      throw new IllegalArgumentException("windows " + kernel + " do not fit " + a);
    }
    List<Dim> dims = new ArrayList<>(a.dims().subList(0, a.rank() - axes));
    for (int i = 0; i < axes; i++) {
      if (kernel.get(i) < 1 || strides.get(i) < 1 || dilations.get(i) < 1) {
        throw new IllegalArgumentException("expected positive numbers: " + this);
      }
      long reach = Math.multiplyExact(kernel.get(i) - 1, dilations.get(i));
      Dim room = a.dim(a.rank() - axes + i).minus(reach + 1);
      where.lessOrEqual(Dim.ZERO, room, "window of " + a);
      dims.add(room.floorDiv(Dim.of(strides.get(i))).plus(1));
    }
    kernel.forEach(k -> dims.add(Dim.of(k)));
    return List.of(a.with(dims));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    int rank = in.get(0).rank();
    int axes = kernel.size();
    return Compute.element(
        rank + axes,
        i -> {
          List<Expr> at = new ArrayList<>(i.subList(0, rank - axes));
          for (int d = 0; d < axes; d++) {
            Expr origin = i.get(rank - axes + d).times(Expr.index(strides.get(d)));
            at.add(origin.plus(i.get(rank + d).times(Expr.index(dilations.get(d)))));
          }
          return Compute.load(0, in.get(0), at);
        });
  }
}
