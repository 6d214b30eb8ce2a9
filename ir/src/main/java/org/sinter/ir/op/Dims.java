package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/** {@code out[i] = values[i]}: symbolic dims as an i64 vector. */
public record Dims(List<Dim> values) implements Primitive {
  public Dims {
    values = List.copyOf(values);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 0);
    return List.of(TensorType.of(DType.I64, values.size()));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(1, i -> at(i.get(0)));
  }

  private Expr at(Expr index) {
    Expr value = Expr.index(0);
    for (int i = values.size() - 1; i >= 0; i--) {
      value = index.equalTo(Expr.index(i)).select(Expr.of(values.get(i)), value);
    }
    return value;
  }
}
