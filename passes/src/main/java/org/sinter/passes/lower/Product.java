package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * A matrix product with its epilogue: tasks of some rows by one panel of columns, in them register
 * tiles, every element summed over k in order whatever the tile.
 *
 * <p>The right operand is read in panels {@code [panel][k][column]}: a constant is packed at
 * compile time, anything else is staged by each task.
 */
final class Product {
  /** Columns in a panel of the default width: divides into tiles of every CPU level. */
  static final int WIDTH = 48;

  private final Group group;
  private final Node node;
  private final Inliner inliner;
  private final Operands operands;
  private final TensorType b;
  private final TensorType result;
  private final DType type;
  private final Tile tile;
  private final int width;
  private final int lanes;
  private final Expr k;
  private final Expr n;
  private final Expr m;
  private final Var z = new Var("z");
  private final Var chunk = new Var("c");
  private final Var panel = new Var("p");
  private final StripSums strips;
  private Buffer stage;
  private CodePanel codes;

  Product(Groups groups, Tile tile, Group group, Packing packing) {
    this.group = group;
    this.node = group.anchor();
    this.inliner = new Inliner(groups, group.root());
    this.b = node.input(1).type();
    this.result = node.result().type();
    this.type = result.dtype().compute();
    this.lanes = tile.lanes(type);
    this.width = width(b.dim(-1), lanes);
    this.operands = new Operands(node, inliner, tile, width, packing, z, tile.first(chunk));
    this.k = Expr.of(node.input(0).type().dim(-1));
    this.n = Expr.of(b.dim(-1));
    this.m = Expr.of(operands.isCollapsed() ? Space.rows(result.dims()) : result.dim(-2));
    this.strips = operands.strips(width, panel);
    this.tile = operands.addsCodes() ? tile.halved() : strips == null ? tile : strips.tile(tile);
  }

  /** A whole number of vectors, no wider than the columns need. */
  private static int width(Dim columns, int lanes) {
    long needed = columns.isConstant() ? (columns.value() + 15) / 16 * 16 : WIDTH;
    return (int) Math.max(Math.max(16, lanes), Math.min(WIDTH, needed));
  }

  Lowered lower() {
    boolean collapsed = operands.isCollapsed();
    Dim outer = collapsed ? Dim.ONE : Dim.product(result.dims().subList(0, result.rank() - 2));
    Expr chunks = Lanes.ceilDiv(m, tile.chunk());
    PanelRun run = operands.run(chunks, Lanes.ceilDiv(n, width));
    Expr runs = run.count();
    Buffer out = new Buffer("out", Space.rows(result.dims(), m, n).flat(group.root().type()));
    Var task = new Var("t");
    Stmt work = work(out);
    Expr all = chunks.times(runs);
    Stmt inOne = inOrder(collapsed ? task : task.mod(all), chunks, run, work);
    Stmt body = collapsed ? inOne : Stmt.let(z, task.floorDiv(all), inOne);
    Stmt loop = Stmt.parallel(task, Expr.of(outer).times(chunks).times(runs), body);
    String name = strips == null ? operands.kernelName() : operands.kernelName() + "-sparse";
    return Lowered.of(name, inliner, group.root(), out, loop);
  }

  /** Block by block of rows, in it panel by panel, so that a panel stays near for its block. */
  private Stmt inOrder(Expr task, Expr chunks, PanelRun run, Stmt work) {
    Expr size = Expr.index(tile.block());
    Var first = new Var("f");
    Var inBlock = new Var("within");
    Expr here = size.min(chunks.minus(first));
    Expr rows = Expr.index(tile.chunk()).min(m.minus(tile.first(chunk)));
    Stmt one = operands.prepared(rows, run.each(panel, inBlock.floorDiv(here), work));
    one = Stmt.let(chunk, first.plus(inBlock.mod(here)), one);
    one = Stmt.let(inBlock, task.minus(first.times(run.count())), one);
    return Stmt.let(first, task.floorDiv(size.times(run.count())).times(size), one);
  }

  private Stmt work(Buffer out) {
    if (!operands.isPacked()) {
      return staged(out);
    }
    if (operands.addsCodes()) {
      codes = operands.codes(width);
      return codes.around(panel, lanes, chunk(out, null));
    }
    boolean apart = operands.group() > 1 && !operands.addsGroups() && strips == null;
    return apart ? widened(out) : inPlace(out);
  }

  private Panels panels() {
    return operands.panels(width, panel);
  }

  private Stmt inPlace(Buffer out) {
    return chunk(out, (kk, column) -> panels().at(kk, column).cast(type));
  }

  /** Where many tiles read the panel, each group of it is taken apart once. */
  private Stmt widened(Buffer out) {
    stage = panels().stage(type);
    Stmt copy = Stmt.when(hasManyTiles(), panels().widen(stage, new Lanes(lanes)));
    return new Stmt.Alloc(stage, Stmt.block(copy, inPlace(out)));
  }

  /** The task's panel of the right operand, copied to {@code [k][column]}. */
  private Stmt staged(Buffer out) {
    Dim depth = node.input(0).type().dim(-1);
    stage = new Buffer("stage", new TensorType(type, List.of(depth, Dim.of(width))));
    Stmt copy = operands.copy(stage, panel, new Lanes(lanes));
    return new Stmt.Alloc(stage, Stmt.block(copy, chunk(out, this::stagedAt)));
  }

  private Expr stagedAt(Expr kk, Expr column) {
    return Expr.load(stage, List.of(kk, column));
  }

  /**
   * Whole tiles of the chunk, then what is left in one tile of 1, 2, 4 … rows that has room for it:
   * it computes the last row more than once and stores what there is.
   */
  private Stmt chunk(Buffer out, BinaryOperator<Expr> right) {
    Var t = new Var("m");
    Expr first = chunk.times(Expr.index(tile.chunk())).plus(t.times(Expr.index(tile.rows())));
    Expr left = m.minus(first);
    Stmt rest = tile(out, tile.rows(), first, left, null, right);
    for (int rows = tile.rows() / 2; rows >= 1; rows /= 2) {
      Stmt enough = tile(out, rows, first, left, null, right);
      rest = new Stmt.If(left.lessOrEqual(Expr.index(rows)), enough, rest);
    }
    Stmt whole = tile(out, tile.rows(), first, Expr.index(tile.rows()), t, right);
    Stmt any = new Stmt.If(Expr.index(tile.rows()).lessOrEqual(left), whole, rest);
    return Stmt.serial(
        t, Expr.index(tile.chunk() / tile.rows()), Stmt.when(first.lessThan(m), any));
  }

  /**
   * {@code rows} by the panel's width, {@link Tile#vectors} vectors at a time; {@code number} of
   * the tile in its chunk, null where it is not a whole one.
   */
  private Stmt tile(
      Buffer out, int rows, Expr firstRow, Expr left, Expr number, BinaryOperator<Expr> right) {
    boolean exact = rows <= 2 || number != null;
    UnaryOperator<Expr> row = i -> firstRow.plus(exact ? i : i.min(left.minus(Expr.index(1))));
    Expr stored = exact ? Expr.index(rows) : left;
    List<Stmt> parts = new ArrayList<>();
    int most = strips == null ? tile.vectors() : strips.vectors(tile, rows, lanes);
    for (int column = 0; column < width; column += most * lanes) {
      int vectors = Math.min(most, (width - column) / lanes);
      Registers registers = new Registers(type, lanes, rows, vectors);
      Buffer sum = new Buffer("sum", TensorType.of(type, rows, registers.columns()));
      Sums sums = new Sums(registers, sum, row, column, number);
      parts.add(computed(out, sums, firstRow, stored, right));
    }
    return Stmt.block(parts);
  }

  private Stmt computed(
      Buffer out, Sums s, Expr firstRow, Expr stored, BinaryOperator<Expr> right) {
    Buffer done = new Buffer("done", s.sum.type());
    Stmt start = s.registers.each((i, c) -> Stmt.store(s.sum, List.of(i, c), start(s, i, c)));
    Stmt keep =
        s.registers.each(
            (i, c) -> Stmt.store(done, List.of(i, c), Expr.load(s.sum, List.of(i, c))));
    Stmt write = write(out, done, stored, firstRow, s.column(), s.registers.vectors());
    Stmt body = Stmt.block(start, overK(s, right), keep, write);
    return new Stmt.Alloc(s.sum, new Stmt.Alloc(done, body));
  }

  /** A register tile's sums, the rows and first column that they belong to, and its number. */
  private record Sums(
      Registers registers, Buffer sum, UnaryOperator<Expr> row, int first, Expr number) {
    Expr column() {
      return Expr.index(first);
    }
  }

  private Expr start(Sums s, Expr i, Expr column) {
    return operands.start(s.row.apply(i), width, panel, s.column().plus(column));
  }

  /** All k: groups of it, then one by one what is left of the last group. */
  private Stmt overK(Sums s, BinaryOperator<Expr> right) {
    if (strips != null) {
      return strips.overK(s.registers, s.sum, s.row, s.first);
    }
    if (codes != null) {
      return new CodeSums(operands, codes, s.registers, panel).all(s.sum, s.row, s.column());
    }
    int group = operands.group();
    if (group == 1) {
      return fetching(s, k, right);
    }
    long steps = b.dim(-2).value();
    List<Stmt> all = new ArrayList<>();
    all.add(fetching(s, Expr.index(steps / group), right));
    for (long kk = steps / group * group; kk < steps; kk++) {
      all.add(step(s, Expr.index(kk), right));
    }
    return Stmt.block(all);
  }

  /**
   * The loop over k. Panels follow each other in memory: the first whole tiles of a chunk fetch a
   * part of the next panel each; fewer tiles than parts fetch some steps ahead.
   */
  private Stmt fetching(Sums s, Expr steps, BinaryOperator<Expr> right) {
    Var kk = new Var("k");
    if (!operands.isPacked() || tile.ahead() == 0) {
      return Stmt.serial(kk, steps, steps(s, kk, right));
    }
    int line = panels().line();
    List<Stmt> ahead = new ArrayList<>();
    for (int c = 0; c < s.registers.columns(); c += line) {
      Expr step = kk.plus(Expr.index(tile.ahead()));
      ahead.add(panels().fetch(step, s.column().plus(Expr.index(c))));
    }
    ahead.add(steps(s, kk, right));
    Stmt few = Stmt.serial(kk, steps, new Stmt.Block(ahead));
    if (s.number == null) {
      return few;
    }
    Stmt part = panels().fetch(kk.plus(steps), s.number.times(Expr.index(line)));
    Stmt near = steps(s, kk, stage == null ? right : this::stagedAt);
    return new Stmt.If(hasManyTiles(), Stmt.serial(kk, steps, Stmt.block(part, near)), few);
  }

  /** Whether the chunk has a whole tile for each line of a panel's row. */
  private Expr hasManyTiles() {
    Expr tiles = m.minus(chunk.times(Expr.index(tile.chunk()))).floorDiv(Expr.index(tile.rows()));
    return Expr.index(width / panels().line()).lessOrEqual(tiles);
  }

  /** What one iteration adds: a step of k, or all of a group. */
  private Stmt steps(Sums s, Expr group, BinaryOperator<Expr> right) {
    Expr first = group.times(Expr.index(operands.group()));
    if (operands.addsGroups()) {
      return s.registers.each((i, c) -> dot(s, i, c, first));
    }
    List<Stmt> each = new ArrayList<>();
    for (int g = 0; g < operands.group(); g++) {
      each.add(step(s, first.plus(Expr.index(g)), right));
    }
    return Stmt.block(each);
  }

  private Stmt step(Sums s, Expr kk, BinaryOperator<Expr> right) {
    return s.registers.each(
        (i, c) -> {
          Expr x = operands.left(s.row.apply(i), kk);
          Expr product = x.times(right.apply(kk, s.column().plus(c)));
          return Stmt.store(s.sum, List.of(i, c), Expr.load(s.sum, List.of(i, c)).plus(product));
        });
  }

  private Stmt dot(Sums s, Expr i, Expr c, Expr kk) {
    Expr sum = Expr.load(s.sum, List.of(i, c));
    Expr more = operands.dot(sum, s.row.apply(i), kk, width, panel, s.column().plus(c));
    return Stmt.store(s.sum, List.of(i, c), more);
  }

  private Stmt write(Buffer out, Buffer done, Expr rows, Expr firstRow, Expr column, int vectors) {
    Var i = new Var("i");
    Var v = new Var("v");
    Var lane = new Var("l");
    Expr c = v.times(Expr.index(lanes)).plus(lane);
    Expr j = panel.times(Expr.index(width)).plus(column).plus(c);
    Expr row = firstRow.plus(i);
    Space here = Space.rows(result.dims(), operands.isCollapsed() ? row : z.times(m).plus(row), j);
    Function<List<Expr>, Expr> sum = at -> Expr.load(done, List.of(i, c)).cast(result.dtype());
    inliner.define(node.result(), sum);
    Stmt store = Stmt.store(out, here.flatIndices(), inliner.at(group.root(), here));
    boolean whole = b.dim(-1).isConstant() && b.dim(-1).value() % width == 0;
    Stmt one = whole ? store : Stmt.when(j.lessThan(n), store);
    return Stmt.serial(i, rows, Stmt.serial(v, Expr.index(vectors), Stmt.vector(lane, lanes, one)));
  }
}
