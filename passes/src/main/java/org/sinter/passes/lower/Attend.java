package org.sinter.passes.lower;

import java.util.List;
import java.util.function.BiFunction;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Attention;

/**
 * Attention of one block of queries of one head, keys in blocks that start at multiples of {@value
 * #KEYS}, with a running maximum and sum (online softmax: Milakov and Gimelshein 2018). A worker's
 * own memory does not grow with the length.
 *
 * <p>Scores and softmax have queries in the lanes, so that no lane ever meets another; the weighted
 * sum of values has the value's columns there. Keys come in order, in blocks that depend on nothing
 * but their place: a query's result is the same whatever its neighbours, padding and threads.
 */
final class Attend {
  /** Keys in a block: their scores fill a third of a first-level cache at most. */
  static final int KEYS = 128;

  /** Vectors in a tile of values. */
  private static final int VECTORS = 2;

  /** Vectors of queries. */
  private final int vectors;

  final Inliner inliner;
  final Node node;
  final Texts texts;
  final Attention attention;
  final DType type;
  final int lanes;

  /** Queries in a task. */
  final int block;

  final Var batch = new Var("b");
  final Var head = new Var("h");

  /** The task's first query. */
  final Var first = new Var("f");

  final Visible visible;
  final Expr queries;
  final Expr keys;
  final Dim depth;
  final Dim width;
  final Buffer query;
  final Buffer max;
  final Buffer sum;

  /** What earlier blocks' sums are multiplied by. */
  final Buffer rescale;

  /** Sums of values, {@code [query, column]}. */
  final Buffer mixed;

  /** The register tile of scores, and that of weighted values. */
  final Registers scored;

  final Registers weighted;
  private final Group group;

  /** The same for a block that one vector holds: short texts, and what is left of long ones. */
  private final Attend narrow;

  Attend(Groups groups, Tile tile, Group group) {
    this(tile, group, new Inliner(groups, group.root()), tile.queries());
  }

  private Attend(Tile tile, Group group, Inliner inliner, int vectors) {
    this.narrow = vectors == 1 ? null : new Attend(tile, group, inliner, 1);
    this.vectors = vectors;
    this.group = group;
    this.node = group.anchor();
    this.inliner = inliner;
    this.texts = Texts.of(node, inliner);
    this.attention = texts.op();
    TensorType q = node.input(0).type();
    TensorType v = node.input(2).type();
    this.type = q.dtype().compute();
    this.lanes = tile.lanes(type);
    this.block = vectors * lanes;
    this.visible = new Visible(attention, texts.keys(), texts.ahead());
    this.queries = texts.queries();
    this.keys = texts.keys();
    this.depth = q.dim(-1);
    this.width = v.dim(-1);
    int budget = tile.bytes() == 64 ? 16 : 8;
    this.scored = Registers.of(budget, type, lanes, vectors);
    this.weighted = Registers.of(budget, type, lanes, columns(VECTORS));
    this.query = new Buffer("q", new TensorType(type, List.of(depth, Dim.of(block))));
    this.max = new Buffer("max", TensorType.of(type, block));
    this.sum = new Buffer("sum", TensorType.of(type, block));
    this.rescale = new Buffer("rescale", TensorType.of(type, block));
    int tileWidth = weighted.columns();
    Dim padded = width.plus(tileWidth - 1).floorDiv(Dim.of(tileWidth)).times(tileWidth);
    this.mixed = new Buffer("mixed", new TensorType(type, List.of(Dim.of(block), padded)));
  }

  /** Vectors in a tile of values, at most {@code most}, so that tiles waste few columns. */
  private int columns(int most) {
    if (!width.isConstant()) {
      return most;
    }
    int needed = (int) Math.max(1, (width.value() + lanes - 1) / lanes);
    int tiles = (needed + most - 1) / most;
    return (needed + tiles - 1) / tiles;
  }

  Lowered lower() {
    Buffer out = new Buffer("out", group.root().type());
    Var task = new Var("t");
    Expr blocks = Lanes.ceilDiv(texts.longest(), block);
    Expr heads = Expr.of(node.input(0).type().dim(-2));
    Stmt work = work(out);
    if (narrow != null) {
      Expr fits = queries.minus(first).lessOrEqual(Expr.index(narrow.block));
      work = new Stmt.If(fits, narrow.work(out), work);
    }
    Stmt body = texts.of(batch, first, work);
    body = Stmt.let(first, task.mod(blocks).times(Expr.index(block)), body);
    body = Stmt.let(head, task.floorDiv(blocks).mod(heads), body);
    body = Stmt.let(batch, task.floorDiv(blocks.times(heads)), body);
    Expr tasks = Expr.of(texts.count()).times(heads).times(blocks);
    return Lowered.of("attention", inliner, group.root(), out, Stmt.parallel(task, tasks, body));
  }

  private Stmt work(Buffer out) {
    Stmt work = Stmt.block(stage(), overKeys(), write(out));
    for (Buffer local : List.of(query, max, sum, rescale, mixed)) {
      work = new Stmt.Alloc(local, work);
    }
    return work;
  }

  /** {@code q[x, lane] = scale * query[lane, x]}, zero past the last query. */
  private Stmt stage() {
    Var x = new Var("x");
    return Stmt.serial(
        x,
        Expr.of(depth),
        acrossQueries(
            (c, i) -> {
              Expr value = inliner.at(node.input(0), texts.at(batch, i, head, x)).cast(type);
              Expr scaled = value.times(Expr.of(type, attention.scale()));
              Stmt zero = Stmt.store(query, List.of(x, c), Expr.of(type, 0));
              Stmt inside = Stmt.store(query, List.of(x, c), scaled);
              return new Stmt.If(i.lessThan(queries), inside, zero);
            }));
  }

  /** Without keys the sum stays 1, so that the result is 0 and not 0 / 0. */
  private Stmt reset() {
    Expr none = keys.equalTo(Expr.index(0));
    Expr total = none.select(Expr.of(type, 1), Expr.of(type, 0));
    Var i = new Var("i");
    Stmt zero =
        new Lanes(lanes)
            .loop(
                "x",
                Expr.of(mixed.type().dim(1)),
                (x, lane) -> Stmt.store(mixed, List.of(i, x), Expr.of(type, 0)));
    return Stmt.block(
        acrossQueries(
            (c, query) ->
                Stmt.block(
                    Stmt.store(max, List.of(c), Expr.of(type, Double.NEGATIVE_INFINITY)),
                    Stmt.store(sum, List.of(c), total))),
        Stmt.serial(i, Expr.index(block), zero));
  }

  /**
   * Keys that no query of the block sees by its place are skipped. Where those that it sees are all
   * hidden by a mask, the others count as much: then all keys are gone through once more.
   */
  private Stmt overKeys() {
    Stmt once = Stmt.block(reset(), overKeys(visible.begin(first), visible.end(first, block)));
    if (!visible.isLimited()
        || Double.isInfinite(attention.causal())
        || (texts.mask() == null && visible.showsAKey())) {
      return once;
    }
    Buffer least = new Buffer("least", TensorType.of(type));
    Expr low = Expr.load(least, List.of());
    Var c = new Var("c");
    Stmt reduce =
        Stmt.block(
            Stmt.store(least, List.of(), Expr.of(type, Double.POSITIVE_INFINITY)),
            Stmt.serial(
                c,
                Expr.index(block),
                Stmt.store(least, List.of(), low.min(Expr.load(max, List.of(c))))));
    Stmt again = Stmt.block(reset(), overKeys(Expr.index(0), keys));
    Expr hidden = low.lessThan(Expr.of(type, attention.causal() / 2));
    return new Stmt.Alloc(least, Stmt.block(once, reduce, Stmt.when(hidden, again)));
  }

  private Stmt overKeys(Expr begin, Expr end) {
    Var at = new Var("kb");
    Expr skipped = begin.floorDiv(Expr.index(KEYS));
    Expr from = at.plus(skipped).times(Expr.index(KEYS));
    Expr count = end.minus(from).min(Expr.index(KEYS));
    return Stmt.serial(
        at, Lanes.ceilDiv(end, KEYS).minus(skipped), new AttendBlock(this, from, count).all());
  }

  private Stmt write(Buffer out) {
    Var i = new Var("i");
    Stmt inverse =
        acrossQueries(
            (c, query) ->
                Stmt.store(
                    sum,
                    List.of(c),
                    Expr.binary(
                        Binary.Function.DIV, Expr.of(type, 1), Expr.load(sum, List.of(c)))));
    Stmt row =
        new Lanes(lanes)
            .loop(
                "x",
                Expr.of(width),
                (x, lane) -> {
                  Expr total = Expr.load(mixed, List.of(i, x));
                  Expr y = total.times(Expr.load(sum, List.of(i)));
                  inliner.define(node.result(), any -> y.cast(node.result().type().dtype()));
                  List<Expr> to = texts.at(batch, first.plus(i), head, x);
                  return Stmt.store(out, to, inliner.at(group.root(), to));
                });
    Expr rows = queries.minus(first).min(Expr.index(block));
    return Stmt.block(inverse, Stmt.serial(i, rows, row));
  }

  /** {@code body(c, first + c)} for all columns c of the block. */
  Stmt acrossQueries(BiFunction<Expr, Expr, Stmt> body) {
    Var part = new Var("v");
    Var lane = new Var("l");
    Expr c = part.times(Expr.index(lanes)).plus(lane);
    return Stmt.unrolled(part, vectors, Stmt.vector(lane, lanes, body.apply(c, first.plus(c))));
  }
}
