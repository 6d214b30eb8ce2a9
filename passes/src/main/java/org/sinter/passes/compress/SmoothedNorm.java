package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Reshape;
import org.sinter.passes.Match;

/**
 * A norm's result, the products that read it, and what its columns are divided by before them.
 *
 * @param products nodes that multiply the norm's result, perhaps reshaped, by a constant matrix
 * @param isAlone whether nothing else reads the norm's result
 * @param scales powers of two
 */
record SmoothedNorm(
    List<Node> products, boolean isAlone, float[] scales, Map<Constant, Constant> weights) {
  SmoothedNorm(List<Node> products, boolean isAlone, float[] scales) {
    this(List.copyOf(products), isAlone, scales, new IdentityHashMap<>());
  }

  private float[] inverse() {
    float[] inverse = new float[scales.length];
    for (int j = 0; j < inverse.length; j++) {
      inverse[j] = 1 / scales[j];
    }
    return inverse;
  }

  /** The norm with its gain and bias divided, and multiplied again for whom that is not for. */
  Value norm(Graph.Builder b, Node node, List<Value> in) {
    List<Value> inputs = new ArrayList<>(in);
    for (int i = 1; i < inputs.size(); i++) {
      inputs.set(i, divided((Constant) inputs.get(i)));
    }
    if (inputs.size() == 1) {
      inputs.add(Constant.of("even", Tensor.of(inverse(), scales.length)));
    }
    Value even = b.add(node.op(), inputs);
    Constant back = Constant.of("uneven", Tensor.of(scales, scales.length));
    return isAlone ? even : new Formula(b).mul(even, back);
  }

  Value product(Graph.Builder b, List<Value> in) {
    Value x = isAlone ? in.get(0) : even(b, in.get(0));
    return b.add(new MatMul(), x, weights.computeIfAbsent((Constant) in.get(1), this::multiplied));
  }

  /** What {@link #norm} has multiplied again, in the same shape. */
  private static Value even(Graph.Builder b, Value x) {
    Reshape reshape = Match.op(x, Reshape.class);
    return reshape == null ? Match.input(x, 0) : b.add(reshape, even(b, Match.input(x, 0)));
  }

  /** Whether a reshape leaves the last axis as it is. */
  static boolean keepsRows(Value from, Value to) {
    return from.type().rank() > 0
        && to.type().rank() > 0
        && from.type().dim(-1).equals(to.type().dim(-1));
  }

  private Constant divided(Constant vector) {
    float[] divided = new float[scales.length];
    for (int j = 0; j < divided.length; j++) {
      divided[j] = (float) vector.elements().real(j) / scales[j];
    }
    return Constant.of(vector.name(), Tensor.of(divided, divided.length));
  }

  private Constant multiplied(Constant w) {
    ScaledRows rows = new ScaledRows(w.elements(), scales, w.type().dim(-1).value());
    return new Constant(w.name(), w.type(), rows, null);
  }
}
