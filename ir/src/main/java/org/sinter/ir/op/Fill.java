package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Const;

/** {@code out[i] = value}; a literal where the shape is empty. */
public record Fill(DType dtype, List<Dim> shape, Number value) implements Primitive {
  public Fill {
    shape = List.copyOf(shape);
    value = dtype.isFloat() ? (Number) value.doubleValue() : (Number) value.longValue();
  }

  /** A scalar literal. */
  public static Fill scalar(DType dtype, Number value) {
    return new Fill(dtype, List.of(), value);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 0);
    return List.of(new TensorType(dtype, shape));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(shape.size(), i -> new Const(dtype, value));
  }
}
