package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Reinterpret;

/** {@code out[i]} has the bits of {@code a[i]} as another element type of equal width. */
public record Bitcast(DType to) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    if (in.get(0).dtype().bits() != to.bits()) {
      throw new IllegalArgumentException(in.get(0) + " has other bits than " + to);
    }
    return List.of(in.get(0).with(to));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(
        in.get(0).rank(), i -> new Reinterpret(to, Compute.load(0, in.get(0), i)));
  }
}
