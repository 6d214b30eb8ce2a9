package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;

/** Broadcast to {@code shape}: {@code out[.., i, j] = a[i, 0]} where a dim of {@code a} is 1. */
public record Expand(List<Dim> shape) implements Primitive {
  public Expand {
    shape = List.copyOf(shape);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    if (in.get(0).rank() > shape.size()) {
      throw new IllegalArgumentException(in.get(0) + " does not broadcast to " + shape);
    }
    int shift = shape.size() - in.get(0).rank();
    for (int i = 0; i < in.get(0).rank(); i++) {
      Dim dim = in.get(0).dim(i);
      if (!dim.is(1)) {
        where.equal(dim, shape.get(shift + i), in.get(0) + " broadcast to " + shape);
      }
    }
    return List.of(in.get(0).with(shape));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(shape.size(), i -> Compute.broadcastLoad(0, in.get(0), i));
  }
}
