package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/**
 * {@code x / sqrt(mean(x^2) + epsilon) * g} over the last axis; the vector {@code g} is optional
 * (Zhang and Sennrich 2019).
 */
public record RmsNorm(double epsilon) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    LayerNorm.rows(in, 2, where);
    return List.of(in.get(0));
  }

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    Value x = in.get(0);
    Value y = f.div(x, f.sqrt(f.add(f.mean(f.mul(x, x), -1), epsilon)));
    return List.of(in.size() > 1 ? f.mul(y, in.get(1)) : y);
  }
}
