package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/**
 * Row n of the i64 result [found, rank] holds the indices of the n-th element that is not zero, in
 * row-major order (ONNX's result transposed, so that the rows written are contiguous); {@code
 * symbol} is a measured symbol, bounded by the number of elements.
 */
public record NonZero(String symbol) implements Procedural, Measuring {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    Dim found = Dim.symbolFromZero(symbol);
    return List.of(new TensorType(DType.I64, List.of(found, Dim.of(in.get(0).rank()))));
  }

  @Override
  public Kernel body(List<TensorType> in) {
    TensorType a = in.get(0);
    Buffer x = new Buffer("in0", a);
    Buffer out = new Buffer("out0", infer(in, new Constraints()).get(0));
    Buffer count = new Buffer("count", TensorType.of(DType.I64));
    List<Var> axes = Compute.axes(a.rank());
    Expr n = Expr.load(count, List.of());
    Stmt[] found = new Stmt[a.rank() + 1];
    for (int i = 0; i < a.rank(); i++) {
      found[i] = Stmt.store(out, List.of(n, Expr.index(i)), axes.get(i));
    }
    found[a.rank()] = Stmt.store(count, List.of(), n.plus(Expr.index(1)));
    Expr zero = Expr.load(x, axes).equalTo(Expr.of(a.dtype(), 0));
    Stmt search = Stmt.when(zero.apply(Unary.Function.NOT), Stmt.block(found));
    Stmt body =
        Stmt.block(
            Stmt.store(count, List.of(), Expr.index(0)),
            ArgReduce.nest(axes, a, -1, search),
            new Stmt.Measure(symbol, n));
    return new Kernel("non-zero", List.of(x, out), 1, new Stmt.Alloc(count, body));
  }
}
