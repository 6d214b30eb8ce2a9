package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * The sums of a register tile over what {@link Strips} hold of the right operand: {@code for i in
 * starts[s] .. starts[s + 1]: sum[r, c] += a[r, rows[i]] * values[i, c]}. Strips beside each other
 * in a tile go side by side as long as each has anything left, then one after the other.
 */
record StripSums(Operands operands, Strips strips, Buffers buffers, int width, Var panel) {
  /** The strips as constants in memory. */
  record Buffers(Buffer values, Buffer rows, Buffer starts) {}

  /** Neighbouring vectors of a tile that are of one strip. */
  private record Part(int strip, int inStrip, int first, int count, Var begin, Var length) {}

  /** Rows beyond which strips go one after the other: their sums and rows fill the registers. */
  private static final int FEW = 2;

  /** Where the widest vectors hold a strip each, more rows keep instructions from waiting. */
  Tile tile(Tile plain) {
    boolean twice = isNarrow() && operands.addsGroups() && plain.bytes() == 64;
    return twice ? plain.with(Map.of(Knob.ROWS, 2 * plain.rows())) : plain;
  }

  private boolean isNarrow() {
    return strips.width() < width;
  }

  /**
   * Vectors in a row of a tile of {@code rows}: of many rows whole strips, or even parts of one.
   */
  int vectors(Tile tile, int rows, int lanes) {
    int vectors = tile.vectors();
    while (isNarrow() && rows > FEW && strips.width() / lanes % vectors != 0) {
      vectors--;
    }
    return vectors;
  }

  /** All k of a tile whose first column in the panel is {@code column}. */
  Stmt overK(Registers registers, Buffer sum, UnaryOperator<Expr> row, int column) {
    List<Part> parts = parts(registers, column);
    Var common = new Var("common");
    Stmt all = serial(registers, sum, row, parts, Expr.index(0), common);
    if (parts.size() > 1) {
      List<Stmt> each = new ArrayList<>(List.of(all));
      for (Part part : parts) {
        Expr rest = part.length().minus(common);
        each.add(serial(registers, sum, row, List.of(part), common, rest));
      }
      all = Stmt.block(each);
    }
    Expr least = parts.get(0).length();
    for (Part part : parts) {
      least = part == parts.get(0) ? least : least.min(part.length());
    }
    all = Stmt.let(common, least, all);
    for (Part part : parts) {
      Expr strip = panel.times(Expr.index(width / strips.width())).plus(Expr.index(part.strip()));
      Expr end = start(strip.plus(Expr.index(1)));
      all = Stmt.let(part.length(), end.minus(part.begin()), all);
      all = Stmt.let(part.begin(), start(strip), all);
    }
    return all;
  }

  private List<Part> parts(Registers registers, int column) {
    List<Part> parts = new ArrayList<>();
    for (int v = 0; v < registers.vectors(); ) {
      int at = column + v * registers.lanes();
      int left = (strips.width() - at % strips.width()) / registers.lanes();
      int count = Math.min(left, registers.vectors() - v);
      String name = "" + parts.size();
      Var begin = new Var("begin" + name);
      Var length = new Var("length" + name);
      parts.add(new Part(at / strips.width(), at % strips.width(), v, count, begin, length));
      v += count;
    }
    return parts;
  }

  private Expr start(Expr strip) {
    return Expr.load(buffers.starts(), List.of(strip)).cast(DType.I64);
  }

  /** {@code count} groups of each part from its {@code from}th on. */
  private Stmt serial(
      Registers registers,
      Buffer sum,
      UnaryOperator<Expr> row,
      List<Part> parts,
      Expr from,
      Expr count) {
    Var step = new Var("e");
    List<Stmt> each = new ArrayList<>();
    for (Part part : parts) {
      Expr at = part.begin().plus(from).plus(step);
      Var kk = new Var("k" + part.strip());
      Expr first = Expr.load(buffers.rows(), List.of(at)).cast(DType.I64);
      each.add(Stmt.let(kk, first, added(registers, sum, row, part, at, kk)));
    }
    return Stmt.serial(step, count, Stmt.block(each));
  }

  private Stmt added(
      Registers registers, Buffer sum, UnaryOperator<Expr> row, Part part, Expr at, Expr kk) {
    Registers some =
        new Registers(registers.type(), registers.lanes(), registers.rows(), part.count());
    Expr first = Expr.index((long) part.first() * registers.lanes());
    if (operands.addsGroups()) {
      return some.each(
          (i, c) -> {
            List<Expr> to = List.of(i, first.plus(c));
            Expr more = operands.dot(Expr.load(sum, to), row.apply(i), kk, right(part, at, c, 0));
            return Stmt.store(sum, to, more);
          });
    }
    List<Stmt> all = new ArrayList<>();
    for (int g = 0; g < strips.group(); g++) {
      int inGroup = g;
      all.add(
          some.each(
              (i, c) -> {
                List<Expr> to = List.of(i, first.plus(c));
                Expr x = operands.left(row.apply(i), kk.plus(Expr.index(inGroup)));
                Expr w = right(part, at, c, inGroup).cast(registers.type());
                return Stmt.store(sum, to, Expr.load(sum, to).plus(x.times(w)));
              }));
    }
    return Stmt.block(all);
  }

  private Load right(Part part, Expr at, Expr column, int inGroup) {
    Expr c = Expr.index(part.inStrip()).plus(column);
    return new Load(
        buffers.values(),
        strips.group() == 1 ? List.of(at, c) : List.of(at, c, Expr.index(inGroup)));
  }
}
