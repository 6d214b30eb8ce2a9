package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;

/** {@code out[i] = i} for {@code i < size}. */
public record Iota(DType dtype, Dim size) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 0);
    where.lessOrEqual(Dim.ZERO, size, "size of iota");
    return List.of(new TensorType(dtype, List.of(size)));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(1, i -> i.get(0).cast(dtype));
  }
}
