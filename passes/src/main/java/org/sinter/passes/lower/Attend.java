package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Attention;

/**
 * Attention of one block of queries of one head, queries in the lanes: scores {@code s[j, query]}
 * for all keys j, their softmax down the columns (no lane ever meets another), then the weighted
 * sum of values. Nothing of size query x key leaves the worker's own memory.
 */
final class Attend {
  /** Keys, or value columns, in a register tile. */
  private static final int TILE = 8;

  private static final int VECTORS = 2;

  private final Group group;
  private final Node node;
  private final Inliner inliner;
  private final Attention attention;
  private final DType type;
  private final int lanes;
  private final int block;
  private final TensorType q;
  private final TensorType v;
  private final Expr keys;
  private final Expr queries;
  private final Expr repeat;
  private final Var batch = new Var("b");
  private final Var head = new Var("h");
  private final Var first = new Var("f");
  private final Buffer query;
  private final Buffer scores;
  private final Buffer max;
  private final Buffer sum;

  Attend(Groups groups, Tile tile, Group group) {
    this.group = group;
    this.node = group.anchor();
    this.inliner = new Inliner(groups, group.root());
    this.attention = (Attention) node.op();
    this.q = node.input(0).type();
    this.v = node.input(2).type();
    this.type = q.dtype().compute();
    this.lanes = tile.lanes(type);
    this.block = VECTORS * lanes;
    this.keys = Expr.of(v.dim(1));
    this.queries = Expr.of(q.dim(1));
    this.repeat = Expr.of(q.dim(2).exactQuotient(v.dim(2)));
    this.query = new Buffer("q", new TensorType(type, List.of(q.dim(3), Dim.of(block))));
    this.scores = new Buffer("s", new TensorType(type, List.of(v.dim(1), Dim.of(block))));
    this.max = new Buffer("max", TensorType.of(type, block));
    this.sum = new Buffer("sum", TensorType.of(type, block));
  }

  Lowered lower() {
    Buffer out = new Buffer("out", group.root().type());
    Var task = new Var("t");
    Expr blocks = Lanes.ceilDiv(queries, block);
    Expr heads = Expr.of(q.dim(2));
    Stmt work = Stmt.block(stage(), scoresOf(), softmax(), weighted(out));
    for (Buffer local : List.of(query, scores, max, sum)) {
      work = new Stmt.Alloc(local, work);
    }
    Stmt body = Bind.variable(first, task.mod(blocks).times(Expr.index(block)), work);
    body = Bind.variable(head, task.floorDiv(blocks).mod(heads), body);
    body = Bind.variable(batch, task.floorDiv(blocks.times(heads)), body);
    Expr tasks = Expr.of(q.dim(0)).times(heads).times(blocks);
    return Lowered.of("attention", inliner, group.root(), out, Stmt.parallel(task, tasks, body));
  }

  /** {@code q[x, lane] = scale * query[lane, x]}, zero past the last query. */
  private Stmt stage() {
    Var x = new Var("x");
    return Stmt.serial(
        x,
        Expr.of(q.dim(3)),
        acrossQueries(
            (c, i) -> {
              Expr value = inliner.at(node.input(0), List.of(batch, i, head, x)).cast(type);
              Expr scaled = value.times(Expr.of(type, attention.scale()));
              Stmt zero = Stmt.store(query, List.of(x, c), Expr.of(type, 0));
              Stmt inside = Stmt.store(query, List.of(x, c), scaled);
              return new Stmt.If(i.lessThan(queries), inside, zero);
            }));
  }

  /** {@code body(c, first + c)} for all columns c of the block. */
  private Stmt acrossQueries(BiFunction<Expr, Expr, Stmt> body) {
    Var part = new Var("v");
    Var lane = new Var("l");
    Expr c = part.times(Expr.index(lanes)).plus(lane);
    return Stmt.unrolled(part, VECTORS, Stmt.vector(lane, lanes, body.apply(c, first.plus(c))));
  }

  private Stmt scoresOf() {
    Stmt reset =
        acrossQueries(
            (c, i) -> Stmt.store(max, List.of(c), Expr.of(type, Double.NEGATIVE_INFINITY)));
    return Stmt.block(
        reset,
        tiles(
            keys,
            Expr.of(q.dim(3)),
            (j, x) -> key(j, x),
            (x, c) -> Expr.load(query, List.of(x, c)),
            this::score));
  }

  private Expr key(Expr j, Expr x) {
    List<Expr> at = List.of(batch, j, head.floorDiv(repeat), x);
    return inliner.at(node.input(1), at).cast(type);
  }

  private Expr value(Expr j, Expr x) {
    List<Expr> at = List.of(batch, j, head.floorDiv(repeat), x);
    return inliner.at(node.input(2), at).cast(type);
  }

  /** Caps and masks a raw score, keeps it, and raises the maximum. */
  private Stmt score(Expr j, Expr c, Expr raw) {
    Expr capped = raw;
    if (attention.softcap() != 0) {
      Expr cap = Expr.of(type, attention.softcap());
      capped = Expr.binary(Binary.Function.DIV, raw, cap).apply(Unary.Function.TANH).times(cap);
    }
    Expr masked = node.inputs().size() > 3 ? capped.plus(mask(j, c)) : capped;
    Expr kept = Expr.load(scores, List.of(j, c));
    return Stmt.block(
        Stmt.store(scores, List.of(j, c), masked),
        Stmt.store(max, List.of(c), Expr.load(max, List.of(c)).max(kept)));
  }

  /** The mask's element; queries past the last one read that of the last. */
  private Expr mask(Expr j, Expr c) {
    Value mask = node.input(3);
    List<Dim> dims = mask.type().dims();
    Expr i = first.plus(c).min(queries.minus(Expr.index(1)));
    List<Expr> all = List.of(batch, head, i, j);
    List<Expr> at = new ArrayList<>();
    for (int d = 0; d < 4; d++) {
      at.add(dims.get(d).is(1) ? Expr.index(0) : all.get(d));
    }
    return inliner.at(mask, at).cast(type);
  }

  /** Without keys the sum stays 1, so that the weighted sum is 0 and not 0 / 0. */
  private Stmt softmax() {
    Var j = new Var("j");
    Expr none = keys.equalTo(Expr.index(0));
    Expr start = none.select(Expr.of(type, 1), Expr.of(type, 0));
    return Stmt.block(
        acrossQueries((c, i) -> Stmt.store(sum, List.of(c), start)),
        Stmt.serial(
            j,
            keys,
            acrossQueries(
                (c, i) -> {
                  Expr at = Expr.load(scores, List.of(j, c));
                  Expr shifted = at.minus(Expr.load(max, List.of(c)));
                  return Stmt.block(
                      Stmt.store(scores, List.of(j, c), shifted.apply(Unary.Function.EXP)),
                      Stmt.store(sum, List.of(c), Expr.load(sum, List.of(c)).plus(at)));
                })));
  }

  private Stmt weighted(Buffer out) {
    return tiles(
        Expr.of(v.dim(3)),
        keys,
        (x, j) -> value(j, x),
        (j, c) -> Expr.load(scores, List.of(j, c)),
        (x, c, raw) -> {
          Expr i = first.plus(c);
          Expr y = Expr.binary(Binary.Function.DIV, raw, Expr.load(sum, List.of(c)));
          inliner.define(node.result(), at -> y.cast(node.result().type().dtype()));
          List<Expr> at = List.of(batch, i, head, x);
          Stmt store = Stmt.store(out, at, inliner.at(group.root(), at));
          return Stmt.when(i.lessThan(queries), store);
        });
  }

  /** What happens to an element of a finished tile. */
  private interface Finish {
    Stmt apply(Expr row, Expr column, Expr value);
  }

  /** {@code value[row, c] = sum over k of left(row, k) * right(k, c)}, rows in tiles. */
  private Stmt tiles(
      Expr rows,
      Expr depth,
      BiFunction<Expr, Expr, Expr> left,
      BiFunction<Expr, Expr, Expr> right,
      Finish finish) {
    Var t = new Var("t0");
    Expr at = t.times(Expr.index(TILE));
    Stmt whole = tile(TILE, at, depth, left, right, finish);
    Var one = new Var("t1");
    Stmt rest = Stmt.serial(one, rows.minus(at), tile(1, at.plus(one), depth, left, right, finish));
    Stmt any = new Stmt.If(at.plus(Expr.index(TILE)).lessOrEqual(rows), whole, rest);
    return Stmt.serial(t, Lanes.ceilDiv(rows, TILE), any);
  }

  private Stmt tile(
      int rows,
      Expr firstRow,
      Expr depth,
      BiFunction<Expr, Expr, Expr> left,
      BiFunction<Expr, Expr, Expr> right,
      Finish finish) {
    Buffer acc = new Buffer("acc", TensorType.of(type, rows, block));
    Buffer done = new Buffer("done", TensorType.of(type, rows, block));
    Var i = new Var("i");
    Var k = new Var("k");
    Var r = new Var("r");
    Stmt zero = each(i, rows, (c) -> Stmt.store(acc, List.of(i, c), Expr.of(type, 0)));
    Stmt add =
        each(
            i,
            rows,
            c -> {
              Expr product = left.apply(firstRow.plus(i), k).times(right.apply(k, c));
              return Stmt.store(acc, List.of(i, c), Expr.load(acc, List.of(i, c)).plus(product));
            });
    Stmt keep = each(i, rows, c -> Stmt.store(done, List.of(i, c), Expr.load(acc, List.of(i, c))));
    Stmt last =
        Stmt.serial(
            r,
            Expr.index(rows),
            acrossQueries(
                (c, query) -> finish.apply(firstRow.plus(r), c, Expr.load(done, List.of(r, c)))));
    Stmt body = Stmt.block(zero, Stmt.serial(k, depth, add), keep, last);
    return new Stmt.Alloc(acc, new Stmt.Alloc(done, body));
  }

  private Stmt each(Var i, int rows, Function<Expr, Stmt> element) {
    return Stmt.unrolled(i, rows, acrossQueries((c, query) -> element.apply(c)));
  }
}
