package org.sinter.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.interp.KernelInterpreter;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/** Random loops, branches, masks and gathers over integers: every level as the interpreter. */
class RandomKernelTest {
  private static final Dim N = Dim.symbol("n");
  private static final Dim M = Dim.symbol("m");
  private static final Buffer A = new Buffer("a", new TensorType(DType.I32, List.of(M, N)));
  private static final Buffer B = new Buffer("b", new TensorType(DType.I64, List.of(N)));
  private static final Buffer OUT = new Buffer("out", new TensorType(DType.I32, List.of(M, N)));

  private Random random;
  private int names;

  private Var variable() {
    return new Var("i" + names++);
  }

  /** Rows in parallel; columns in vectors, masked at the end, or one by one. */
  private Kernel kernel() {
    Var row = variable();
    Var tile = variable();
    Var lane = variable();
    int lanes = List.of(2, 4, 8, 16, 5).get(random.nextInt(5));
    Expr column = tile.times(Expr.index(lanes)).plus(lane);
    Expr tiles = new Size(N.plus(lanes - 1).floorDiv(Dim.of(lanes)));
    Stmt inside = Stmt.when(column.lessThan(new Size(N)), statement(3, row, column, List.of()));
    Stmt.Kind kind = Stmt.Kind.values()[2 + random.nextInt(2)];
    Stmt vector = new Stmt.For(lane, Expr.index(lanes), kind, inside);
    Stmt body = Stmt.parallel(row, new Size(M), Stmt.serial(tile, tiles, vector));
    return new Kernel("random", List.of(A, B, OUT), 1, body);
  }

  private Stmt statement(int depth, Expr row, Expr column, List<Buffer> locals) {
    switch (depth == 0 ? 9 : random.nextInt(6)) {
      case 0:
        return new Stmt.If(
            condition(depth, row, column, locals),
            statement(depth - 1, row, column, locals),
            statement(depth - 1, row, column, locals));
      case 1:
        return Stmt.block(
            statement(depth - 1, row, column, locals), statement(depth - 1, row, column, locals));
      case 2:
        Var i = variable();
        Stmt body = statement(depth - 1, row, column, locals);
        return random.nextBoolean()
            ? Stmt.serial(i, Expr.index(1 + random.nextInt(3)), body)
            : Stmt.unrolled(i, 1 + random.nextInt(3), body);
      case 3:
        Buffer local = new Buffer("l" + names++, TensorType.of(DType.I32, 3));
        List<Buffer> more = new ArrayList<>(locals);
        more.add(local);
        List<Stmt> parts = new ArrayList<>();
        for (int k = 0; k < 3; k++) {
          parts.add(Stmt.store(local, List.of(Expr.index(k)), value(1, row, column, locals)));
        }
        parts.add(statement(depth - 1, row, column, more));
        return new Stmt.Alloc(local, Stmt.block(parts));
      default:
        Expr value = value(3, row, column, locals);
        return Stmt.store(OUT, List.of(row, column), value);
    }
  }

  private Expr condition(int depth, Expr row, Expr column, List<Buffer> locals) {
    Expr a = value(depth - 1, row, column, locals);
    Expr b = value(depth - 1, row, column, locals);
    return random.nextInt(4) == 0
        ? row.mod(Expr.index(2)).equalTo(Expr.index(1))
        : random.nextBoolean() ? a.lessThan(b) : a.equalTo(b);
  }

  private Expr value(int depth, Expr row, Expr column, List<Buffer> locals) {
    if (depth <= 0) {
      return leaf(row, column, locals);
    }
    Expr a = value(depth - 1, row, column, locals);
    Expr b = value(depth - 1, row, column, locals);
    return switch (random.nextInt(4)) {
      case 0 -> condition(depth - 1, row, column, locals).select(a, b);
      case 1 -> guarded(row, column, b);
      default -> new Binary(Binary.Function.values()[random.nextInt(15)], a, b);
    };
  }

  /** {@code 0 <= b[i] < n ? a[row, b[i]] : other}: out of range where it is not chosen. */
  private Expr guarded(Expr row, Expr column, Expr other) {
    Expr index = new Load(B, List.of(random.nextBoolean() ? column : Expr.index(0)));
    Expr inside = Expr.index(0).lessOrEqual(index).and(index.lessThan(new Size(N)));
    return inside.select(new Load(A, List.of(row, index)), other);
  }

  private Expr leaf(Expr row, Expr column, List<Buffer> locals) {
    Expr reversed = new Size(N).minus(Expr.index(1)).minus(column);
    return switch (random.nextInt(6)) {
      case 0 -> Expr.of(DType.I32, random.nextInt(20) - 10);
      case 1 -> new Load(A, List.of(row, reversed));
      case 2 -> new Load(A, List.of(row, Expr.index(0)));
      case 3 ->
          locals.isEmpty()
              ? column.cast(DType.I32)
              : new Load(
                  locals.get(random.nextInt(locals.size())),
                  List.of(random.nextBoolean() ? Expr.index(1) : column.mod(Expr.index(3))));
      default -> new Load(A, List.of(row, column));
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void everyLevelIsTheInterpreter(long seed) {
    Random data = new Random(seed);
    random = data;
    Kernel kernel = kernel();
    int m = 1 + data.nextInt(4);
    int n = 1 + data.nextInt(40);
    Tensor a = Tensor.allocate(DType.I32, m, n);
    Tensor b = Tensor.allocate(DType.I64, n);
    for (int i = 0; i < m * n; i++) {
      a.set(i, (long) data.nextInt(20) - 10);
    }
    for (int i = 0; i < n; i++) {
      b.set(i, data.nextInt(3) == 0 ? data.nextLong() : data.nextInt(n));
    }
    Tensor expected = Tensor.allocate(DType.I32, m, n);
    Map<String, Long> symbols = new HashMap<>(Map.of("m", (long) m, "n", (long) n));
    KernelInterpreter.run(kernel, List.of(a, b, expected), symbols);
    CpuLevel level = NativeProgram.LEVELS.get((int) (seed % NativeProgram.LEVELS.size()));
    Tensor found = Tensor.allocate(DType.I32, m, n);
    Programs.run(kernel, level, List.of(a, b, found), symbols);
    for (int i = 0; i < m * n; i++) {
      String where = level + ", seed " + seed + ", element " + i + " of " + m + "x" + n;
      assertEquals(expected.integer(i), found.integer(i), where);
    }
  }
}
