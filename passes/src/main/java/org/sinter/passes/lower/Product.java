package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Const;
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
  private static final int WIDTH = 48;

  private final Group group;
  private final Node node;
  private final Inliner inliner;
  private final Packing packing;
  private final TensorType a;
  private final TensorType b;
  private final TensorType result;
  private final DType type;
  private final Tile tile;
  private final int width;
  private final int lanes;
  private final boolean collapsed;
  private final Expr k;
  private final Expr n;
  private final Expr m;
  private final Var z = new Var("z");
  private final Var chunk = new Var("c");
  private final Var panel = new Var("p");
  private Expr next;

  /** Finds or makes the packed form of a constant. */
  interface Packing {
    Constant pack(Constant matrix, int width);
  }

  Product(Groups groups, Tile tile, Group group, Packing packing) {
    this.group = group;
    this.node = group.anchor();
    this.inliner = new Inliner(groups, group.root());
    this.packing = packing;
    this.tile = tile;
    this.a = node.input(0).type();
    this.b = node.input(1).type();
    this.result = node.result().type();
    this.type = result.dtype().compute();
    this.lanes = tile.lanes(type);
    this.collapsed = b.dims().subList(0, b.rank() - 2).stream().allMatch(d -> d.is(1));
    this.k = Expr.of(a.dim(-1));
    this.n = Expr.of(b.dim(-1));
    this.m = Expr.of(collapsed ? Space.rows(result.dims()) : result.dim(-2));
    this.width = width(b.dim(-1), lanes);
  }

  /** A whole number of vectors, no wider than the columns need. */
  private static int width(Dim columns, int lanes) {
    long needed = columns.isConstant() ? (columns.value() + 15) / 16 * 16 : WIDTH;
    return (int) Math.max(Math.max(16, lanes), Math.min(WIDTH, needed));
  }

  Lowered lower() {
    Dim outer = collapsed ? Dim.ONE : Dim.product(result.dims().subList(0, result.rank() - 2));
    Expr panels = Lanes.ceilDiv(n, width);
    Expr chunks = Lanes.ceilDiv(m, tile.chunk());
    Buffer out = new Buffer("out", Space.rows(result.dims(), m, n).flat(group.root().type()));
    Var task = new Var("t");
    Stmt work = packed() != null ? chunk(out, this::packedAt) : staged(out);
    Expr all = chunks.times(panels);
    Stmt inOne = inOrder(collapsed ? task : task.mod(all), chunks, panels, work);
    Stmt body = collapsed ? inOne : Stmt.let(z, task.floorDiv(all), inOne);
    Stmt loop = Stmt.parallel(task, Expr.of(outer).times(chunks).times(panels), body);
    return Lowered.of("product", inliner, group.root(), out, loop);
  }

  /** Block by block of rows, in it panel by panel, so that a panel stays near for its block. */
  private Stmt inOrder(Expr task, Expr chunks, Expr panels, Stmt work) {
    Expr size = Expr.index(tile.block());
    Var first = new Var("f");
    Var inBlock = new Var("r");
    Expr here = size.min(chunks.minus(first));
    Stmt one = Stmt.let(panel, inBlock.floorDiv(here), work);
    one = Stmt.let(chunk, first.plus(inBlock.mod(here)), one);
    one = Stmt.let(inBlock, task.minus(first.times(panels)), one);
    return Stmt.let(first, task.floorDiv(size.times(panels)).times(size), one);
  }

  private Constant packed() {
    return collapsed && node.input(1) instanceof Constant c ? packing.pack(c, width) : null;
  }

  private Expr packedAt(Expr kk, Expr column) {
    return Expr.load(inliner.buffer(packed()), List.of(panel, kk, column)).cast(type);
  }

  /** The task's panel of the right operand, copied to {@code [k][column]}, zero past its end. */
  private Stmt staged(Buffer out) {
    Buffer stage = new Buffer("stage", new TensorType(type, List.of(a.dim(-1), Dim.of(width))));
    Var kk = new Var("s");
    Stmt copy =
        Stmt.serial(
            kk,
            k,
            new Lanes(lanes)
                .loop(
                    "w",
                    Expr.index(width),
                    (c, lane) -> {
                      Expr column = panel.times(Expr.index(width)).plus(c);
                      List<Expr> to = List.of(kk, c);
                      Stmt inside = Stmt.store(stage, to, rightAt(kk, column));
                      if (b.dim(-1).isConstant() && b.dim(-1).value() % width == 0) {
                        return inside;
                      }
                      Stmt zero = Stmt.store(stage, to, Expr.of(type, 0));
                      return new Stmt.If(column.lessThan(n), inside, zero);
                    }));
    Stmt work = chunk(out, (i, c) -> Expr.load(stage, List.of(i, c)));
    return new Stmt.Alloc(stage, Stmt.block(copy, work));
  }

  private Expr rightAt(Expr kk, Expr column) {
    List<Expr> at = new ArrayList<>(outerIndices(b));
    at.add(kk);
    at.add(column);
    return inliner.at(node.input(1), at).cast(type);
  }

  /** Indices of an operand's leading axes for the task's place {@code z} in the result's. */
  private List<Expr> outerIndices(TensorType operand) {
    List<Dim> outer = result.dims().subList(0, result.rank() - 2);
    List<Expr> all = collapsed ? List.of() : Indices.unflatten(z, outer);
    List<Expr> indices = new ArrayList<>();
    int shift = outer.size() - (operand.rank() - 2);
    for (int i = 0; i < operand.rank() - 2; i++) {
      indices.add(operand.dim(i).is(1) ? Expr.index(0) : all.get(shift + i));
    }
    return indices;
  }

  private Expr leftAt(Expr row, Expr kk) {
    if (collapsed) {
      return Expr.load(inliner.rows(node.input(0)), List.of(row, kk)).cast(type);
    }
    List<Expr> at = new ArrayList<>(outerIndices(a));
    at.add(row);
    at.add(kk);
    return inliner.at(node.input(0), at).cast(type);
  }

  /**
   * Whole tiles of the chunk, then what is left in one tile of 1, 2, 4 … rows that has room for it:
   * it computes the last row more than once and stores what there is.
   */
  private Stmt chunk(Buffer out, BinaryOperator<Expr> right) {
    Var t = new Var("m");
    Expr first = chunk.times(Expr.index(tile.chunk())).plus(t.times(Expr.index(tile.rows())));
    Expr left = m.minus(first);
    Stmt rest = tile(out, tile.rows(), first, left, right);
    for (int rows = tile.rows() / 2; rows >= 1; rows /= 2) {
      Stmt enough = tile(out, rows, first, left, right);
      rest = new Stmt.If(left.lessOrEqual(Expr.index(rows)), enough, rest);
    }
    next = t;
    Stmt whole = tile(out, tile.rows(), first, Expr.index(tile.rows()), right);
    next = null;
    Stmt any = new Stmt.If(Expr.index(tile.rows()).lessOrEqual(left), whole, rest);
    return Stmt.serial(
        t, Expr.index(tile.chunk() / tile.rows()), Stmt.when(first.lessThan(m), any));
  }

  /** {@code rows} by the panel's width, {@link Tile#vectors} vectors at a time. */
  private Stmt tile(Buffer out, int rows, Expr firstRow, Expr left, BinaryOperator<Expr> right) {
    List<Stmt> parts = new ArrayList<>();
    for (int column = 0; column < width; column += tile.vectors() * lanes) {
      int vectors = Math.min(tile.vectors(), (width - column) / lanes);
      parts.add(registers(out, rows, firstRow, left, Expr.index(column), vectors, right));
    }
    return Stmt.block(parts);
  }

  private Stmt registers(
      Buffer out,
      int rows,
      Expr firstRow,
      Expr left,
      Expr column,
      int vectors,
      BinaryOperator<Expr> right) {
    boolean exact = rows <= 2 || left instanceof Const;
    Buffer sum = new Buffer("sum", TensorType.of(type, rows, (long) vectors * lanes));
    Buffer done = new Buffer("done", TensorType.of(type, rows, (long) vectors * lanes));
    Var kk = new Var("k");
    Stmt zero = each(rows, vectors, (i, c) -> Stmt.store(sum, List.of(i, c), Expr.of(type, 0)));
    Stmt add =
        each(
            rows,
            vectors,
            (i, c) -> {
              Expr inside = exact ? i : i.min(left.minus(Expr.index(1)));
              Expr row = firstRow.plus(inside);
              Expr product = leftAt(row, kk).times(right.apply(kk, column.plus(c)));
              return Stmt.store(sum, List.of(i, c), Expr.load(sum, List.of(i, c)).plus(product));
            });
    Stmt keep =
        each(
            rows,
            vectors,
            (i, c) -> Stmt.store(done, List.of(i, c), Expr.load(sum, List.of(i, c))));
    Stmt body =
        Stmt.block(
            zero,
            overK(kk, column, vectors, add),
            keep,
            write(out, done, exact ? Expr.index(rows) : left, firstRow, column, vectors));
    return new Stmt.Alloc(sum, new Stmt.Alloc(done, body));
  }

  /**
   * The loop over k. Panels follow each other in memory: the first whole tiles of a chunk fetch a
   * part of the next panel each; fewer tiles than parts fetch some steps ahead.
   */
  private Stmt overK(Var kk, Expr column, int vectors, Stmt add) {
    if (packed() == null || tile.ahead() == 0) {
      return Stmt.serial(kk, k, add);
    }
    int line = 64 / type.bytes();
    List<Stmt> ahead = new ArrayList<>();
    for (int c = 0; c < vectors * lanes; c += line) {
      ahead.add(fetch(kk.plus(Expr.index(tile.ahead())), column.plus(Expr.index(c))));
    }
    ahead.add(add);
    Stmt few = Stmt.serial(kk, k, new Stmt.Block(ahead));
    if (next == null) {
      return few;
    }
    int parts = width / line;
    Expr tiles = m.minus(chunk.times(Expr.index(tile.chunk()))).floorDiv(Expr.index(tile.rows()));
    Stmt part = fetch(kk.plus(k), next.times(Expr.index(line)));
    return new Stmt.If(
        Expr.index(parts).lessOrEqual(tiles), Stmt.serial(kk, k, Stmt.block(part, add)), few);
  }

  private Stmt fetch(Expr step, Expr column) {
    return new Stmt.Prefetch(inliner.buffer(packed()), List.of(panel, step, column));
  }

  /** The tile's elements, written out so that they stay in registers. */
  private Stmt each(int rows, int vectors, BiFunction<Expr, Expr, Stmt> element) {
    Var i = new Var("i");
    Var v = new Var("v");
    Var lane = new Var("l");
    Expr c = v.times(Expr.index(lanes)).plus(lane);
    return Stmt.unrolled(
        i, rows, Stmt.unrolled(v, vectors, Stmt.vector(lane, lanes, element.apply(i, c))));
  }

  private Stmt write(Buffer out, Buffer done, Expr rows, Expr firstRow, Expr column, int vectors) {
    Var i = new Var("i");
    Var v = new Var("v");
    Var lane = new Var("l");
    Expr c = v.times(Expr.index(lanes)).plus(lane);
    Expr j = panel.times(Expr.index(width)).plus(column).plus(c);
    Expr row = firstRow.plus(i);
    Space here = Space.rows(result.dims(), collapsed ? row : z.times(m).plus(row), j);
    Function<List<Expr>, Expr> sum = at -> Expr.load(done, List.of(i, c)).cast(result.dtype());
    inliner.define(node.result(), sum);
    Stmt store = Stmt.store(out, here.flatIndices(), inliner.at(group.root(), here));
    boolean whole = b.dim(-1).isConstant() && b.dim(-1).value() % width == 0;
    Stmt one = whole ? store : Stmt.when(j.lessThan(n), store);
    return Stmt.serial(i, rows, Stmt.serial(v, Expr.index(vectors), Stmt.vector(lane, lanes, one)));
  }
}
