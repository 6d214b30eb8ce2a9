package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;

/** Gaussian error linear unit (Hendrycks and Gimpel 2016) in one of its {@link Form}s. */
public record Gelu(Form form) implements Composite {
  /** The formulas in use. */
  public enum Form {
    /** {@code 0.5 x (1 + erf(x / sqrt 2))}. */
    ERF,
    /**
     * {@code 0.5 x (1 + tanh(u))} with {@code u = sqrt(2 / pi) (x + 0.044715 x^3)}, that is {@code
     * x / (1 + exp(-2 u))}.
     */
    TANH,
    /** {@code x / (1 + exp(-1.702 x))}. */
    SIGMOID
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    Softmax.floating(in.get(0));
    return in;
  }

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    return List.of(bent(f, in.get(0)));
  }

  private Value bent(Formula f, Value x) {
    return switch (form) {
      case ERF -> f.apply(Unary.Function.GELU, x);
      case TANH -> {
        Value cube = f.mul(f.mul(f.mul(x, x), x), 0.044715);
        yield f.mul(x, f.sigmoid(f.mul(f.add(x, cube), 2 * Math.sqrt(2 / Math.PI))));
      }
      case SIGMOID -> f.mul(x, f.sigmoid(f.mul(x, 1.702)));
    };
  }
}
