package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Unary;

/** {@code out[i] = function(a[i])}. */
public record Apply(Unary.Function function) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    DType type = in.get(0).dtype();
    boolean floatOnly = function.compareTo(Unary.Function.SQRT) >= 0;
    boolean bits = function == Unary.Function.BIT_NOT;
    if ((floatOnly && !type.isFloat())
        || (bits && type.isFloat())
        || ((function == Unary.Function.NOT) != (type == DType.BOOL))) {
      throw new IllegalArgumentException(function + " of " + in.get(0));
    }
    return in;
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(in.get(0).rank(), i -> of(Compute.load(0, in.get(0), i)));
  }

  private Expr of(Expr value) {
    return value.apply(function);
  }
}
