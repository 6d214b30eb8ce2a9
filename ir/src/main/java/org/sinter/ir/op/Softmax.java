package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/** {@code exp(x - max(x)) / sum(exp(x - max(x)))} along {@code axis}. */
public record Softmax(int axis) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    in.get(0).axis(axis);
    floating(in.get(0));
    return in;
  }

  static void floating(TensorType type) {
    if (!type.dtype().isFloat()) {
      throw new IllegalArgumentException("expected floats, found " + type);
    }
  }

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    Value x = in.get(0);
    Value e = f.exp(f.sub(x, f.reduce(Reducer.MAX, x, axis)));
    return List.of(f.div(e, f.reduce(Reducer.SUM, e, axis)));
  }
}
