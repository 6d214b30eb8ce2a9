package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Nullable;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * {@code out = a; out[index[i.., 0], …, index[i.., n - 1], s..] = updates[i.., s..]}, in order;
 * {@code reducer} combines old and new, null replaces.
 */
public record ScatterNd(@Nullable Reducer reducer) implements Procedural {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 3);
    Op.sameType(in.get(0), in.get(2));
    TensorType index = in.get(1);
    Gather.integer(index);
    int n = GatherNd.components(index);
    int rank = index.rank() - 1 + in.get(0).rank() - n;
    if (n > in.get(0).rank() || in.get(2).rank() != rank) {
      throw new IllegalArgumentException("updates " + in.get(2) + " do not fit " + index);
    }
    for (int i = 0; i < rank; i++) {
      int d = i - (index.rank() - 1);
      where.equal(
          in.get(2).dim(i),
          d < 0 ? index.dim(i) : in.get(0).dim(n + d),
          "dims of updates " + in.get(2));
    }
    return List.of(in.get(0));
  }

  @Override
  public Kernel body(List<TensorType> in) {
    TensorType a = in.get(0);
    Buffer x = new Buffer("in0", a);
    Buffer index = new Buffer("in1", in.get(1));
    Buffer updates = new Buffer("in2", in.get(2));
    Buffer out = new Buffer("out0", a);
    List<Var> axes = Compute.axes(in.get(2).rank());
    int outer = in.get(1).rank() - 1;
    int n = GatherNd.components(in.get(1));
    List<Stmt> body = new ArrayList<>();
    List<Expr> target = new ArrayList<>();
    for (int d = 0; d < n; d++) {
      List<Expr> at = new ArrayList<>(axes.subList(0, outer));
      at.add(Expr.index(d));
      Expr i = Gather.wrapped(Expr.load(index, at), a.dim(d));
      Expr inRange = Expr.index(0).lessOrEqual(i).and(i.lessThan(Expr.of(a.dim(d))));
      body.add(new Stmt.Check(inRange, "scatter index out of range"));
      target.add(i);
    }
    target.addAll(axes.subList(outer, axes.size()));
    body.add(ScatterElements.put(out, target, Expr.load(updates, axes), reducer));
    List<Var> all = Compute.axes(a.rank());
    Stmt copy = Stmt.store(out, all, Expr.load(x, all));
    return new Kernel(
        "scatter-nd",
        List.of(x, index, updates, out),
        1,
        Stmt.block(
            ArgReduce.nest(all, a, -1, copy),
            ArgReduce.nest(axes, in.get(2), -1, Stmt.block(body))));
  }
}
