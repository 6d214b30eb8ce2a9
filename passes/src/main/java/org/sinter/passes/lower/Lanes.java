package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Reducer;

/** Loops over vectors of {@code count} lanes. */
record Lanes(int count) {
  /** {@code for j in [0, n) body(j, lane of j)}, {@code count} at a time, the last ones masked. */
  Stmt loop(String name, Expr n, BiFunction<Expr, Expr, Stmt> body) {
    if (n instanceof Const c && c.is(1)) {
      return body.apply(Expr.index(0), Expr.index(0));
    }
    Var block = new Var(name + "b");
    Var lane = new Var(name + "l");
    Expr j = block.times(Expr.index(count)).plus(lane);
    Stmt one = body.apply(j, lane);
    boolean whole = n instanceof Const c && c.value().longValue() % count == 0;
    return Stmt.serial(
        block,
        ceilDiv(n, count),
        Stmt.vector(lane, count, whole ? one : Stmt.when(j.lessThan(n), one)));
  }

  static Expr ceilDiv(Expr n, long by) {
    return n.plus(Expr.index(by - 1)).floorDiv(Expr.index(by));
  }

  /** One partial result for each lane. */
  Buffer accumulator(String name, DType type) {
    return new Buffer(name, TensorType.of(type, count));
  }

  Stmt reset(Buffer accumulator, Expr value) {
    Var lane = new Var("l");
    return Stmt.vector(lane, count, Stmt.store(accumulator, List.of(lane), value));
  }

  /** {@code accumulator[0] = reducer over lanes}, halving: one order, whatever the data. */
  Stmt fold(Buffer accumulator, Reducer reducer) {
    List<Stmt> steps = new ArrayList<>();
    for (int width = count / 2; width > 0; width /= 2) {
      Var lane = new Var("l");
      Expr other = Expr.load(accumulator, List.of(lane.plus(Expr.index(width))));
      steps.add(Stmt.vector(lane, width, accumulate(accumulator, lane, reducer, other)));
    }
    return new Stmt.Block(steps);
  }

  /** {@code accumulator[lane] = reducer(accumulator[lane], value)}. */
  static Stmt accumulate(Buffer accumulator, Expr lane, Reducer reducer, Expr value) {
    Expr sum = Expr.load(accumulator, List.of(lane));
    return Stmt.store(accumulator, List.of(lane), Expr.binary(reducer.function(), sum, value));
  }

  static Expr first(Buffer accumulator) {
    return Expr.load(accumulator, List.of(Expr.index(0)));
  }
}
