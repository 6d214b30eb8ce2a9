package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/** {@code x / (1 + exp(-x))}, also called swish (Elfwing et al. 2017). */
public record Silu() implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    Softmax.floating(in.get(0));
    return in;
  }

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    return List.of(f.mul(in.get(0), f.sigmoid(in.get(0))));
  }
}
