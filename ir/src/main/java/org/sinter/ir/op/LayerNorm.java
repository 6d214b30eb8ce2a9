package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;

/**
 * {@code (x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon) * g + b} over the last axis; the
 * vectors {@code g} and {@code b} are optional: inputs are x, x g, or x g b (Ba et al. 2016).
 */
public record LayerNorm(double epsilon) implements Composite {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    rows(in, 3, where);
    return List.of(in.get(0));
  }

  /** The first input has rows; each further one is a vector as long as a row. */
  static void rows(List<TensorType> in, int most, Constraints where) {
    if (in.isEmpty() || in.size() > most || in.get(0).rank() == 0) {
      throw new IllegalArgumentException("expected rows and up to " + (most - 1) + " vectors");
    }
    Softmax.floating(in.get(0));
    for (TensorType vector : in.subList(1, in.size())) {
      Op.sameType(in.get(0), vector);
      if (vector.rank() != 1) {
        throw new IllegalArgumentException("expected a vector, found " + vector);
      }
      where.equal(vector.dim(0), in.get(0).dim(-1), "row lengths of " + in.get(0) + ", " + vector);
    }
  }

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    Value x = in.get(0);
    Value centred = f.sub(x, f.mean(x, -1));
    Value variance = f.mean(f.mul(centred, centred), -1);
    Value y = f.div(centred, f.sqrt(f.add(variance, epsilon)));
    y = in.size() > 1 ? f.mul(y, in.get(1)) : y;
    return List.of(in.size() > 2 ? f.add(y, in.get(2)) : y);
  }
}
