package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * The i64 index of the largest (or smallest) element along {@code axis}, which stays as 1; of equal
 * elements the first, or the {@code last}.
 */
public record ArgReduce(int axis, boolean largest, boolean last) implements Procedural {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    List<Dim> dims = new ArrayList<>(in.get(0).dims());
    dims.set(in.get(0).axis(axis), Dim.ONE);
    return List.of(new TensorType(DType.I64, dims));
  }

  @Override
  public Kernel body(List<TensorType> in) {
    TensorType a = in.get(0);
    int along = a.axis(axis);
    Buffer x = new Buffer("in0", a);
    Buffer out = new Buffer("out0", infer(in, new Constraints()).get(0));
    List<Var> axes = Compute.axes(a.rank());
    List<Expr> result = at(axes, along, Expr.index(0));
    Var k = axes.get(along);
    Expr best = Expr.load(x, at(axes, along, Expr.load(out, result)));
    Expr here = Expr.load(x, axes);
    Expr better = largest ? best.lessThan(here) : here.lessThan(best);
    better = last ? better.or(here.equalTo(best)) : better;
    Stmt search =
        Stmt.block(
            Stmt.store(out, result, Expr.index(0)),
            Stmt.serial(k, Expr.of(a.dim(along)), Stmt.when(better, Stmt.store(out, result, k))));
    return new Kernel("arg-reduce", List.of(x, out), 1, nest(axes, a, along, search));
  }

  static List<Expr> at(List<Var> axes, int along, Expr index) {
    List<Expr> at = new ArrayList<>(axes);
    at.set(along, index);
    return at;
  }

  /** Loops over all axes but {@code along} around {@code inner}. */
  static Stmt nest(List<Var> axes, TensorType type, int along, Stmt inner) {
    Stmt nest = inner;
    for (int i = axes.size() - 1; i >= 0; i--) {
      if (i != along) {
        nest = Stmt.serial(axes.get(i), Expr.of(type.dim(i)), nest);
      }
    }
    return nest;
  }
}
