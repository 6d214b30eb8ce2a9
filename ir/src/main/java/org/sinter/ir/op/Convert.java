package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Cast;

/** {@code out[i] = a[i]} in another element type, as {@link Cast} does it. */
public record Convert(DType to, boolean saturate) implements Primitive {
  public Convert(DType to) {
    this(to, true);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    return List.of(in.get(0).with(to));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(
        in.get(0).rank(), i -> new Cast(to, saturate, Compute.load(0, in.get(0), i)));
  }
}
