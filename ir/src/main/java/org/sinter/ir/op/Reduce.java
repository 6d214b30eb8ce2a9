package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Var;

/** {@code out = reducer over axes of a}; reduced dims stay as 1 when {@code keep}. */
public record Reduce(Reducer reducer, List<Integer> axes, boolean keep) implements Primitive {
  public Reduce {
    axes = List.copyOf(axes);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    TensorType a = in.get(0);
    List<Integer> reduced = axes.stream().map(a::axis).toList();
    if (reduced.stream().distinct().count() < reduced.size()) {
      throw new IllegalArgumentException("axes " + axes + " of " + a + " repeat");
    }
    boolean onBits = reducer == Reducer.AND || reducer == Reducer.OR;
    if (onBits && a.dtype().isFloat()) {
      throw new IllegalArgumentException(reducer + " of " + a);
    }
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < a.rank(); i++) {
      if (!reduced.contains(i)) {
        dims.add(a.dim(i));
      } else if (keep) {
        dims.add(Dim.ONE);
      }
    }
    return List.of(a.with(dims));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    TensorType a = in.get(0);
    List<Integer> over = axes.stream().map(a::axis).toList();
    List<Var> out = Compute.axes(keep ? a.rank() : a.rank() - over.size());
    List<Compute.Axis> reduced = new ArrayList<>();
    List<Expr> at = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < a.rank(); i++) {
      if (over.contains(i)) {
        Var r = new Var("r" + reduced.size());
        reduced.add(new Compute.Axis(r, a.dim(i)));
        at.add(r);
        next += keep ? 1 : 0;
      } else {
        at.add(out.get(next++));
      }
    }
    Expr value = Compute.load(0, a, at);
    return reduced.isEmpty()
        ? new Compute(out, List.of(), null, value, List.of())
        : new Compute(out, reduced, reducer, value, List.of());
  }
}
