package org.sinter.ir.interp;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Primitive;

/** Loops around an op's {@code compute}; floats are reduced in f64. */
final class NaiveKernel {
  private NaiveKernel() {}

  static Kernel of(Primitive op, List<TensorType> types) {
    Compute compute = op.compute(types);
    TensorType result = op.infer(types, new Constraints()).get(0);
    List<Buffer> buffers = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      buffers.add(Compute.input(i, types.get(i)));
    }
    Buffer out = new Buffer("out0", result);
    buffers.add(out);
    Stmt body = element(compute, out);
    List<Var> axes = compute.axes();
    for (int d = axes.size() - 1; d >= 0; d--) {
      Stmt.Kind kind = d == 0 ? Stmt.Kind.PARALLEL : Stmt.Kind.SERIAL;
      boolean lanes = d == axes.size() - 1 && d > 0 && result.dim(d).isConstant();
      kind = lanes ? Stmt.Kind.VECTOR : kind;
      body = new Stmt.For(axes.get(d), Expr.of(result.dim(d)), kind, body);
    }
    return new Kernel("naive", buffers, 1, body);
  }

  private static Stmt element(Compute compute, Buffer out) {
    if (compute.reduced().isEmpty()) {
      return Stmt.store(out, compute.axes(), compute.value());
    }
    DType type = out.dtype();
    DType wide = type.isFloat() ? DType.F64 : type;
    Buffer sum = new Buffer("sum", TensorType.of(wide));
    Expr soFar = Expr.load(sum, List.of());
    Expr next = new Binary(compute.reducer().function(), soFar, cast(compute.value(), wide));
    Stmt loops = Stmt.store(sum, List.of(), next);
    for (int i = compute.reduced().size() - 1; i >= 0; i--) {
      Compute.Axis axis = compute.reduced().get(i);
      loops = Stmt.serial(axis.variable(), Expr.of(axis.extent()), loops);
    }
    Stmt start = Stmt.store(sum, List.of(), cast(compute.reducer().identity(type), wide));
    Stmt end = Stmt.store(out, compute.axes(), cast(soFar, type));
    return new Stmt.Alloc(sum, Stmt.block(start, loops, end));
  }

  private static Expr cast(Expr value, DType type) {
    return value.type() == type ? value : new Cast(type, true, value);
  }
}
