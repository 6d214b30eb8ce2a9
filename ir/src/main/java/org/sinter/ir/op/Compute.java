package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Var;

/**
 * One result element: {@code out[axes] = reducer over reduced of value}.
 *
 * @param axes the result's indices
 * @param reduced further axes, outermost first; empty: {@code value} is the element
 * @param reducer how they are combined; null without reduced axes
 * @param bounds what must hold of input elements that are used as indices
 */
public record Compute(
    List<Var> axes, List<Axis> reduced, Reducer reducer, Expr value, List<Bound> bounds) {
  /** A reduced axis. */
  public record Axis(Var variable, Dim extent) {}

  /**
   * Every element {@code i} of input {@code input} is in {@code -size <= i < size}; with {@code
   * component >= 0} only those at that last index.
   */
  public record Bound(int input, int component, Dim size) {}

  public Compute {
    axes = List.copyOf(axes);
    reduced = List.copyOf(reduced);
    bounds = List.copyOf(bounds);
  }

  /** No reduction, no bounds. */
  public static Compute element(int rank, Function<List<Var>, Expr> value) {
    List<Var> axes = axes(rank);
    return new Compute(axes, List.of(), null, value.apply(axes), List.of());
  }

  public Compute withBounds(List<Bound> other) {
    return new Compute(axes, reduced, reducer, value, other);
  }

  /** {@code i0, i1, …}. */
  public static List<Var> axes(int rank) {
    List<Var> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(new Var("i" + i));
    }
    return axes;
  }

  /** The buffer that stands for input {@code index}. */
  public static Buffer input(int index, TensorType type) {
    return new Buffer("in" + index, type);
  }

  public static Expr load(int index, TensorType type, List<? extends Expr> indices) {
    return new Load(input(index, type), List.copyOf(indices));
  }

  /** The element of input {@code index} that broadcasting pairs with the result's {@code at}. */
  public static Expr broadcastLoad(int index, TensorType type, List<? extends Expr> at) {
    List<Expr> indices = new ArrayList<>();
    int shift = at.size() - type.rank();
    for (int i = 0; i < type.rank(); i++) {
      indices.add(type.dim(i).is(1) ? Expr.index(0) : at.get(shift + i));
    }
    return load(index, type, indices);
  }
}
