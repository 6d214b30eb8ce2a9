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
import org.sinter.ir.kernel.Var;

/**
 * Text and place of each token of texts that lie one after the other: of lengths i64 [batch] the
 * i64 result [tokens, 2] has the rows {@code (b, 0), …, (b, lengths[b] - 1)} for each {@code b} in
 * turn; {@code symbol} is measured, the longest length.
 *
 * <p>The run ends unless all lengths are at least 1 and their sum is {@code tokens}.
 */
public record TokenRows(Dim tokens, String symbol) implements Procedural, Measuring {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    if (in.get(0).rank() != 1 || in.get(0).dtype() != DType.I64) {
      throw new IllegalArgumentException("lengths are " + in.get(0) + ", expected i64[batch]");
    }
    return List.of(new TensorType(DType.I64, List.of(tokens, Dim.of(2))));
  }

  @Override
  public Kernel body(List<TensorType> in) {
    Buffer lengths = new Buffer("in0", in.get(0));
    Buffer rows = new Buffer("out0", infer(in, new Constraints()).get(0));
    Buffer count = new Buffer("count", TensorType.of(DType.I64));
    Buffer longest = new Buffer("longest", TensorType.of(DType.I64));
    Var b = new Var("b");
    Var j = new Var("j");
    Expr length = Expr.load(lengths, List.of(b));
    Expr done = Expr.load(count, List.of());
    Expr rest = Expr.of(tokens).minus(done);
    Expr fits = Expr.index(1).lessOrEqual(length).and(length.lessOrEqual(rest));
    Stmt row =
        Stmt.block(
            Stmt.store(rows, List.of(done.plus(j), Expr.index(0)), b),
            Stmt.store(rows, List.of(done.plus(j), Expr.index(1)), j));
    Stmt text =
        Stmt.block(
            new Stmt.Check(fits, "lengths are not all at least 1 with the sum " + tokens),
            Stmt.serial(j, length, row),
            Stmt.store(count, List.of(), done.plus(length)),
            Stmt.store(longest, List.of(), Expr.load(longest, List.of()).max(length)));
    Stmt body =
        Stmt.block(
            Stmt.store(count, List.of(), Expr.index(0)),
            Stmt.store(longest, List.of(), Expr.index(0)),
            Stmt.serial(b, Expr.of(in.get(0).dim(0)), text),
            new Stmt.Check(done.equalTo(Expr.of(tokens)), "the sum of lengths is not " + tokens),
            new Stmt.Measure(symbol, Expr.load(longest, List.of())));
    Stmt all = new Stmt.Alloc(count, new Stmt.Alloc(longest, body));
    return new Kernel("token-rows", List.of(lengths, rows), 1, all);
  }
}
