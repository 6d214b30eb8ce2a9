package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Nullable;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * {@code out = a; out[i, index[i, j, k], k] = updates[i, j, k]} for {@code axis} 1, in order;
 * {@code reducer} combines old and new, null replaces.
 */
public record ScatterElements(int axis, @Nullable Reducer reducer) implements Procedural {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 3);
    Op.sameType(in.get(0), in.get(2));
    Gather.integer(in.get(1));
    int along = in.get(0).axis(axis);
    int rank = in.get(0).rank();
    if (in.get(1).rank() != rank || in.get(2).rank() != rank) {
      throw new IllegalArgumentException("ranks differ: " + in);
    }
    for (int i = 0; i < rank; i++) {
      where.equal(in.get(1).dim(i), in.get(2).dim(i), "dims of indices and updates");
      if (i != along) {
        where.lessOrEqual(in.get(1).dim(i), in.get(0).dim(i), "dims of indices and elements");
      }
    }
    return List.of(in.get(0));
  }

  @Override
  public Kernel body(List<TensorType> in) {
    TensorType a = in.get(0);
    int along = a.axis(axis);
    Buffer x = new Buffer("in0", a);
    Buffer index = new Buffer("in1", in.get(1));
    Buffer updates = new Buffer("in2", in.get(2));
    Buffer out = new Buffer("out0", a);
    List<Var> axes = Compute.axes(a.rank());
    Expr raw = Expr.load(index, axes);
    Expr target = Gather.wrapped(raw, a.dim(along));
    Expr size = Expr.of(a.dim(along));
    Expr inRange = Expr.index(0).lessOrEqual(target).and(target.lessThan(size));
    Stmt put = put(out, ArgReduce.at(axes, along, target), Expr.load(updates, axes), reducer);
    Stmt update = Stmt.block(new Stmt.Check(inRange, "scatter index out of range"), put);
    Stmt copy = Stmt.store(out, axes, Expr.load(x, axes));
    return new Kernel(
        "scatter-elements",
        List.of(x, index, updates, out),
        1,
        Stmt.block(ArgReduce.nest(axes, a, -1, copy), ArgReduce.nest(axes, in.get(1), -1, update)));
  }

  static Stmt put(Buffer out, List<Expr> at, Expr update, Reducer reducer) {
    Expr value =
        reducer == null ? update : new Binary(reducer.function(), Expr.load(out, at), update);
    return Stmt.store(out, at, value);
  }
}
