package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * {@code out[i] = sum over j <= i of a[j]} along {@code axis}; {@code j < i} when exclusive, from
 * the end when reverse.
 */
public record CumulativeSum(int axis, boolean exclusive, boolean reverse) implements Procedural {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    in.get(0).axis(axis);
    return in;
  }

  @Override
  public Kernel body(List<TensorType> in) {
    TensorType a = in.get(0);
    int along = a.axis(axis);
    Buffer x = new Buffer("in0", a);
    Buffer out = new Buffer("out0", a);
    List<Var> axes = Compute.axes(a.rank());
    Var k = axes.get(along);
    Expr size = Expr.of(a.dim(along));
    Expr here = reverse ? size.minus(Expr.index(1)).minus(k) : k;
    Expr before = reverse ? here.plus(Expr.index(1)) : here.minus(Expr.index(1));
    List<Expr> at = ArgReduce.at(axes, along, here);
    List<Expr> previous = ArgReduce.at(axes, along, before);
    Expr first = k.equalTo(Expr.index(0));
    Expr zero = Expr.of(a.dtype(), 0);
    Expr sum = first.select(zero, Expr.load(out, previous));
    Expr term = exclusive ? first.select(zero, Expr.load(x, previous)) : Expr.load(x, at);
    Stmt scan = Stmt.serial(k, size, Stmt.store(out, at, sum.plus(term)));
    return new Kernel("cumulative-sum", List.of(x, out), 1, ArgReduce.nest(axes, a, along, scan));
  }
}
