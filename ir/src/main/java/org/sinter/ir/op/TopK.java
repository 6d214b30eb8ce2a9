package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/**
 * The {@code k} largest (or smallest) elements along {@code axis} in order, and their i64 indices;
 * of equal elements the lower index comes first.
 */
public record TopK(int axis, Dim k, boolean largest) implements Procedural {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    TensorType a = in.get(0);
    where.lessOrEqual(k, a.dim(a.axis(axis)), "k of top-k of " + a);
    List<Dim> dims = new ArrayList<>(a.dims());
    dims.set(a.axis(axis), k);
    return List.of(a.with(dims), new TensorType(DType.I64, dims));
  }

  /** Round n takes the best element that comes after that of round n - 1 in the order. */
  @Override
  public Kernel body(List<TensorType> in) {
    TensorType a = in.get(0);
    int along = a.axis(axis);
    List<TensorType> types = infer(in, new Constraints());
    Buffer x = new Buffer("in0", a);
    Buffer values = new Buffer("out0", types.get(0));
    Buffer indices = new Buffer("out1", types.get(1));
    List<Var> axes = Compute.axes(a.rank());
    Var n = new Var("n");
    Var j = axes.get(along);
    List<Expr> slot = ArgReduce.at(axes, along, n);
    List<Expr> previous = ArgReduce.at(axes, along, n.minus(Expr.index(1)));
    Expr best = Expr.load(indices, slot);
    Expr here = Expr.load(x, axes);
    Expr after =
        n.equalTo(Expr.index(0))
            .select(
                new Const(DType.BOOL, 1),
                comesBefore(Expr.load(values, previous), Expr.load(indices, previous), here, j));
    Expr better =
        best.lessThan(Expr.index(0)).or(comesBefore(here, j, Expr.load(values, slot), best));
    Stmt take = Stmt.block(Stmt.store(values, slot, here), Stmt.store(indices, slot, j));
    Stmt round =
        Stmt.block(
            Stmt.store(indices, slot, Expr.index(-1)),
            Stmt.store(values, slot, Expr.of(a.dtype(), 0)),
            Stmt.serial(j, Expr.of(a.dim(along)), Stmt.when(after, Stmt.when(better, take))));
    Stmt rounds = Stmt.serial(n, Expr.of(k), round);
    return new Kernel(
        "top-k", List.of(x, values, indices), 2, ArgReduce.nest(axes, a, along, rounds));
  }

  private Expr comesBefore(Expr v, Expr i, Expr w, Expr j) {
    Expr better = largest ? w.lessThan(v) : v.lessThan(w);
    Expr notWorse = (largest ? v.lessThan(w) : w.lessThan(v)).apply(Unary.Function.NOT);
    return better.or(notWorse.and(i.lessThan(j)));
  }
}
