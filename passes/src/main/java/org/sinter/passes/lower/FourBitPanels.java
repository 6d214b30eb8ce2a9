package org.sinter.passes.lower;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * Eight codes of a column in a word, {@code [panel][k / 8][column]}, and a scale for each {@code
 * scaled} of them, {@code [panel][k / scaled][column]}: {@code b[k, c] = f32(code) * scale}.
 */
record FourBitPanels(Buffer buffer, Buffer scales, int scaled, Var panel) implements Panels {
  @Override
  public int group() {
    return FourBitCodes.IN_WORD;
  }

  @Override
  public Expr at(Expr kk, Expr column) {
    Expr size = Expr.index(group());
    Expr step = kk.floorDiv(size);
    Expr word = Expr.load(buffer, List.of(panel, step, column));
    long place = ((Const) kk.mod(size)).value().longValue();
    Expr top = new Binary(Binary.Function.SHL, word, Expr.of(DType.I32, 28 - 4 * place));
    Expr code = new Binary(Binary.Function.SHR, top, Expr.of(DType.I32, 28));
    Expr row = step.floorDiv(Expr.index(scaled / group()));
    return code.cast(DType.F32).times(Expr.load(scales, List.of(panel, row, column)));
  }

  @Override
  public int bytes() {
    return buffer.dtype().bytes();
  }

  @Override
  public Stmt fetch(Expr step, Expr column) {
    return new Stmt.Prefetch(buffer, List.of(panel, step, column));
  }
}
