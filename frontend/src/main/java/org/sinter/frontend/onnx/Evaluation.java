package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Primitive;

/** The elements of a small node by its own meaning, over constants and dims. */
final class Evaluation {
  private static final int MAX_REDUCED = 1 << 16;

  private final Compute compute;
  private final List<Value> inputs;
  private final List<List<Scalar>> contents;
  private final Decide decide;

  /** {@code contents}: the elements of each input, all of them known. */
  Evaluation(Primitive op, List<Value> inputs, List<List<Scalar>> contents, Decide decide) {
    this.compute = op.compute(inputs.stream().map(Value::type).toList());
    this.inputs = inputs;
    this.contents = contents;
    this.decide = decide;
  }

  /** The elements of the result in row-major order, or null. */
  List<Scalar> elements(TensorType type) {
    List<Scalar> result = new ArrayList<>();
    for (long flat = 0; flat < type.size().value(); flat++) {
      Scalar element = element(index(type, flat));
      if (element == null) {
        return null;
      }
      result.add(element);
    }
    return result;
  }

  private static long[] index(TensorType type, long flat) {
    long[] at = new long[type.rank()];
    long rest = flat;
    for (int i = at.length - 1; i >= 0; i--) {
      at[i] = rest % type.dim(i).value();
      rest /= type.dim(i).value();
    }
    return at;
  }

  private Scalar element(long[] at) {
    Map<String, Long> variables = new HashMap<>();
    for (int i = 0; i < at.length; i++) {
      variables.put(compute.axes().get(i).name(), at[i]);
    }
    Fold fold =
        new Fold(
            variables,
            (n, i) -> Fold.element(contents.get(n), inputs.get(n).type().dims(), i),
            decide);
    return compute.reduced().isEmpty() ? compute.value().accept(fold) : reduce(variables, fold);
  }

  private Scalar reduce(Map<String, Long> variables, Fold fold) {
    long count = 1;
    for (Compute.Axis axis : compute.reduced()) {
      count = axis.extent().isConstant() ? count * axis.extent().value() : MAX_REDUCED + 1;
      if (count > MAX_REDUCED) {
        return null;
      }
    }
    DType type = compute.value().type();
    Scalar sum = compute.reducer().identity(type).accept(fold);
    for (long flat = 0; flat < count && sum != null; flat++) {
      setReduced(variables, flat);
      Scalar next = compute.value().accept(fold);
      sum =
          next == null
              ? null
              : new BinaryFold(type, decide).apply(compute.reducer().function(), sum, next);
    }
    return sum;
  }

  private void setReduced(Map<String, Long> variables, long flat) {
    long rest = flat;
    for (int i = compute.reduced().size() - 1; i >= 0; i--) {
      Var variable = compute.reduced().get(i).variable();
      long extent = compute.reduced().get(i).extent().value();
      variables.put(variable.name(), rest % extent);
      rest /= extent;
    }
  }
}
