package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/** What {@link Attend} does with {@code count} keys from {@code from} on. */
final class AttendBlock {
  private final Attend task;
  private final DType type;
  private final Expr from;
  private final Expr count;
  private final Expr group;
  private final Buffer scores;
  private final Buffer before;

  AttendBlock(Attend task, Expr from, Expr count) {
    this.task = task;
    this.type = task.type;
    this.from = from;
    this.count = count;
    Dim heads = task.node.input(0).type().dim(-2);
    this.group =
        task.head.floorDiv(Expr.of(heads.exactQuotient(task.node.input(2).type().dim(-2))));
    this.scores = new Buffer("s", TensorType.of(type, Attend.KEYS, task.block));
    this.before = new Buffer("before", TensorType.of(type, task.block));
  }

  Stmt all() {
    Stmt steps = Stmt.block(scoresOf(), masked(), rescale(), exponentials(), weighted());
    return new Stmt.Alloc(scores, new Stmt.Alloc(before, steps));
  }

  /** {@code s[j, lane] = key[from + j] . q[.., lane]}. */
  private Stmt scoresOf() {
    Registers whole = task.scored;
    return rows(
        whole.rows(),
        count,
        (rows, row) ->
            whole
                .withRows(rows)
                .sums(
                    (r, c) -> Expr.of(type, 0),
                    Expr.of(task.depth),
                    (x, r) -> input(1, from.plus(row).plus(r), x),
                    (x, c) -> Expr.load(task.query, List.of(x, c)),
                    null,
                    (r, c, sum) -> Stmt.store(scores, List.of(row.plus(r), c), sum)));
  }

  /** {@code tile(rows, first row)} for whole tiles, then for what is left in halves of tiles. */
  private static Stmt rows(int most, Expr count, BiFunction<Integer, Expr, Stmt> tile) {
    Var t = new Var("t0");
    Expr first = t.times(Expr.index(most));
    Expr left = count.minus(first);
    Stmt rest = new Stmt.Block(List.of());
    for (int rows = 1; rows < most; rows *= 2) {
      Expr done = left.floorDiv(Expr.index(2L * rows)).times(Expr.index(2L * rows));
      Stmt part = tile.apply(rows, first.plus(done));
      rest = Stmt.block(Stmt.when(Expr.index(rows).lessOrEqual(left.minus(done)), part), rest);
    }
    Stmt any = new Stmt.If(Expr.index(most).lessOrEqual(left), tile.apply(most, first), rest);
    return Stmt.serial(t, Lanes.ceilDiv(count, most), any);
  }

  /** The element of the keys (1) or values (2) of the task's head. */
  private Expr input(int index, Expr j, Expr x) {
    return task.inliner
        .at(task.node.input(index), task.texts.at(task.batch, j, group, x))
        .cast(type);
  }

  /** Caps and masks scores, and raises the maximum. */
  private Stmt masked() {
    Var j = new Var("j");
    Expr key = from.plus(j);
    Stmt seen = raise(j, (raw, i) -> masked(capped(raw), key, i));
    if (task.visible.isLimited()) {
      Expr low = Expr.of(type, task.attention.causal());
      Stmt partly =
          raise(
              j,
              (raw, i) ->
                  task.visible
                      .of(i, key)
                      .select(masked(capped(raw), key, i), capped(raw).plus(low)));
      Expr all = task.visible.all(task.first, task.block, key, key.plus(Expr.index(1)));
      seen = new Stmt.If(all, seen, partly);
    }
    Stmt keep = task.acrossQueries((c, i) -> Stmt.store(before, List.of(c), at(task.max, c)));
    return Stmt.block(keep, Stmt.serial(j, count, seen));
  }

  /** A score of key j becomes {@code score(raw, query)}, and the maximum is raised to it. */
  private Stmt raise(Var j, BiFunction<Expr, Expr, Expr> score) {
    return task.acrossQueries(
        (c, i) -> {
          Expr kept = Expr.load(scores, List.of(j, c));
          Expr last = Expr.load(task.max, List.of(c));
          Expr now = score.apply(kept, i);
          Stmt most = Stmt.store(task.max, List.of(c), now.lessThan(last).select(last, now));
          return now == kept ? most : Stmt.block(most, Stmt.store(scores, List.of(j, c), now));
        });
  }

  private Expr capped(Expr raw) {
    if (task.attention.softcap() == 0) {
      return raw;
    }
    Expr cap = Expr.of(type, task.attention.softcap());
    return Expr.binary(Binary.Function.DIV, raw, cap).apply(Unary.Function.TANH).times(cap);
  }

  private Expr masked(Expr score, Expr j, Expr i) {
    return task.texts.mask() != null ? score.plus(mask(j, i)) : score;
  }

  /** The mask's element; queries past the last one read that of the last. */
  private Expr mask(Expr j, Expr i) {
    Value mask = task.texts.mask();
    List<Dim> dims = mask.type().dims();
    Expr inside = i.min(task.queries.minus(Expr.index(1)));
    List<Expr> all = List.of(task.batch, task.head, inside, j);
    List<Expr> at = new ArrayList<>();
    for (int d = 0; d < 4; d++) {
      at.add(dims.get(d).is(1) ? Expr.index(0) : all.get(d));
    }
    return task.inliner.at(mask, at).cast(type);
  }

  /** {@code rescale = exp(before - max)}; where all scores are -inf so far, 0 stands for them. */
  private Stmt rescale() {
    Expr lowest = Expr.of(type, Double.NEGATIVE_INFINITY);
    return task.acrossQueries(
        (c, i) -> {
          Expr max = at(task.max, c);
          Expr shift = max.equalTo(lowest).select(Expr.of(type, 0), max);
          Expr scale = exp(at(before, c).minus(shift));
          return Stmt.block(
              Stmt.store(task.rescale, List.of(c), scale),
              Stmt.store(before, List.of(c), shift),
              Stmt.store(task.sum, List.of(c), at(task.sum, c).times(at(task.rescale, c))));
        });
  }

  /** {@code 2^(x / ln 2)}: half as long as an exponential that is exact to the last place. */
  private Expr exp(Expr x) {
    return x.times(Expr.of(type, 1 / Math.log(2))).apply(Unary.Function.EXP2);
  }

  private Stmt exponentials() {
    Var j = new Var("j");
    return Stmt.serial(
        j,
        count,
        task.acrossQueries(
            (c, i) -> {
              Expr p = Expr.load(scores, List.of(j, c));
              Expr power = exp(p.minus(at(before, c)));
              return Stmt.block(
                  Stmt.store(scores, List.of(j, c), power),
                  Stmt.store(task.sum, List.of(c), at(task.sum, c).plus(p)));
            }));
  }

  /**
   * {@code mixed[c, x] = rescale[c] * mixed[c, x] + sum over j of s[j, c] * value[from + j, x]}.
   */
  private Stmt weighted() {
    Registers whole = task.weighted;
    Var column = new Var("cb");
    Expr x = column.times(Expr.index(whole.columns()));
    Var row = new Var("rb");
    Stmt tile = weighted(whole, row.times(Expr.index(whole.rows())), x);
    Expr used = task.queries.minus(task.first).min(Expr.index(task.block));
    return Stmt.serial(
        column,
        Lanes.ceilDiv(Expr.of(task.width), whole.columns()),
        Stmt.serial(row, Lanes.ceilDiv(used, whole.rows()), tile));
  }

  private Stmt weighted(Registers registers, Expr row, Expr x) {
    boolean whole = task.width.isConstant() && task.width.value() % registers.columns() == 0;
    return registers.sums(
        (r, c) ->
            Expr.load(task.mixed, List.of(row.plus(r), x.plus(c)))
                .times(Expr.load(task.rescale, List.of(row.plus(r)))),
        count,
        (j, r) -> Expr.load(scores, List.of(j, row.plus(r))),
        (j, c) -> input(2, from.plus(j), x.plus(c)),
        whole ? null : (r, c) -> x.plus(c).lessThan(Expr.of(task.width)),
        (r, c, sum) -> Stmt.store(task.mixed, List.of(row.plus(r), x.plus(c)), sum));
  }

  private static Expr at(Buffer row, Expr c) {
    return Expr.load(row, List.of(c));
  }
}
