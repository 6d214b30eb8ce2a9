package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;

/** Shapes and permutations that rules compute with. */
final class Shapes {
  private Shapes() {}

  static List<Integer> identity(int rank) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(i);
    }
    return axes;
  }

  /** One permutation after another: {@code transpose(second)(transpose(first)(x))}. */
  static List<Integer> compose(List<Integer> first, List<Integer> second) {
    return second.stream().map(first::get).toList();
  }

  static List<Integer> inverse(List<Integer> perm) {
    List<Integer> inverse = new ArrayList<>(perm);
    for (int i = 0; i < perm.size(); i++) {
      inverse.set(perm.get(i), i);
    }
    return inverse;
  }

  static Value transpose(Graph.Builder b, Value x, List<Integer> perm) {
    return perm.equals(identity(perm.size())) ? x : b.add(new Transpose(perm), x);
  }

  static Value reshape(Graph.Builder b, Value x, List<Dim> shape) {
    return x.type().dims().equals(shape) ? x : b.add(new Reshape(shape), x);
  }

  static Value expand(Graph.Builder b, Value x, List<Dim> shape) {
    return x.type().dims().equals(shape) ? x : b.add(new Expand(shape), x);
  }

  /** {@code dims} without the ones. */
  static List<Dim> squeezed(List<Dim> dims) {
    return dims.stream().filter(d -> !d.is(1)).toList();
  }

  /** {@code dims} with ones in front up to {@code rank}. */
  static List<Dim> padded(List<Dim> dims, int rank) {
    List<Dim> result = new ArrayList<>();
    for (int i = dims.size(); i < rank; i++) {
      result.add(Dim.ONE);
    }
    result.addAll(dims);
    return result;
  }

  /** The type that {@code op} gives for {@code in}, asking for nothing new. */
  static TensorType infer(Op op, List<Value> in) {
    return op.infer(in.stream().map(Value::type).toList(), new Constraints()).get(0);
  }

  static boolean fits(Op op, List<Value> in, TensorType type) {
    try {
      return infer(op, in).equals(type);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  static List<Value> with(List<Value> values, int index, Value value) {
    List<Value> list = new ArrayList<>(values);
    list.set(index, value);
    return list;
  }
}
