package org.sinter.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Symbols;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

class StatementsTest {
  private static final Dim N = Dim.symbol("n");
  private static final Var I = new Var("i");
  private static final Var J = new Var("j");
  private static final Var V = new Var("v");
  private static final Buffer X = new Buffer("x", new TensorType(DType.F32, List.of(N)));
  private static final Buffer Y = new Buffer("y", new TensorType(DType.F32, List.of(N)));

  private static Expr at(Buffer buffer, Expr... indices) {
    return new Load(buffer, List.of(indices));
  }

  private static Stmt set(Buffer buffer, Expr index, Expr value) {
    return Stmt.store(buffer, List.of(index), value);
  }

  private static Tensor floats(int count) {
    Tensor tensor = Tensor.allocate(DType.F32, count);
    for (int i = 0; i < count; i++) {
      tensor.set(i, i + 0.5);
    }
    return tensor;
  }

  private static Expr f32(double value) {
    return Expr.of(DType.F32, value);
  }

  /** Runs {@code kernel} of x and y at every level and checks {@code y[i] = expected(i)}. */
  private static void check(Stmt body, int n, java.util.function.IntToDoubleFunction expected) {
    Kernel kernel = new Kernel("k", List.of(X, Y), 1, body);
    for (CpuLevel level : NativeProgram.LEVELS) {
      Tensor y = Tensor.allocate(DType.F32, n);
      NativeProgram.Result result =
          Programs.run(kernel, level, List.of(floats(n), y), Map.of("n", (long) n));
      assertEquals(0, result.status());
      for (int i = 0; i < n; i++) {
        assertEquals(expected.applyAsDouble(i), y.real(i), level + " at " + i);
      }
    }
  }

  /** {@code for parallel i < ceil(n / 8) for vector v < 8 if 8 i + v < n}. */
  private static Stmt tiles(java.util.function.Function<Expr, Stmt> body) {
    Expr index = I.times(Expr.index(8)).plus(V);
    Stmt guarded = Stmt.when(index.lessThan(new Size(N)), body.apply(index));
    return Stmt.parallel(I, new Size(N.plus(7).floorDiv(Dim.of(8))), Stmt.vector(V, 8, guarded));
  }

  @Test
  void maskedTail() {
    check(tiles(i -> set(Y, i, at(X, i).plus(f32(1)))), 21, i -> i + 1.5);
  }

  @Test
  void manyChunks() {
    check(tiles(i -> set(Y, i, at(X, i).apply(Unary.Function.NEG))), 40_003, i -> -(i + 0.5f));
  }

  @Test
  void reversedLoadIsGathered() {
    Expr last = new Size(N).minus(Expr.index(1));
    check(tiles(i -> set(Y, i, at(X, last.minus(i)))), 19, i -> 18 - i + 0.5);
  }

  @Test
  void scatteredStore() {
    Expr last = new Size(N).minus(Expr.index(1));
    check(tiles(i -> set(Y, last.minus(i), at(X, i))), 19, i -> 18 - i + 0.5);
  }

  @Test
  void loadOnTheSideNotChosenIsNotCarriedOut() {
    Expr huge = Expr.index(1L << 40);
    check(
        tiles(i -> set(Y, i, i.lessThan(Expr.index(3)).select(f32(7), at(X, i)))),
        21,
        i -> i < 3 ? 7 : i + 0.5);
    check(tiles(i -> set(Y, i, i.lessThan(Expr.index(0)).select(at(X, huge), f32(2)))), 21, i -> 2);
    check(
        Stmt.serial(
            I,
            new Size(N),
            set(
                Y,
                I,
                I.lessThan(Expr.index(4))
                    .select(at(X, I), I.lessThan(Expr.index(1000)).select(f32(1), at(X, huge))))),
        9,
        i -> i < 4 ? i + 0.5 : 1);
  }

  @Test
  void branchesOfLanesNest() {
    check(
        tiles(
            i ->
                new Stmt.If(
                    i.lessThan(Expr.index(10)),
                    Stmt.block(
                        set(Y, i, f32(1)),
                        Stmt.when(
                            Expr.index(4).lessOrEqual(i), set(Y, i, at(Y, i).plus(at(X, i))))),
                    set(Y, i, f32(9)))),
        17,
        i -> i < 4 ? 1 : i < 10 ? i + 1.5 : 9);
  }

  @Test
  void vectorLoopHasACopyOfItsBufferInEachLane() {
    Buffer sum = new Buffer("sum", TensorType.of(DType.F32));
    Stmt add = Stmt.store(sum, List.of(), at(sum).plus(at(X, J)));
    check(
        tiles(
            i ->
                new Stmt.Alloc(
                    sum,
                    Stmt.block(
                        Stmt.store(sum, List.of(), at(X, i)),
                        Stmt.serial(J, Expr.index(3), add),
                        set(Y, i, at(sum))))),
        13,
        i -> i + 0.5 + 4.5);
  }

  @Test
  void unrolledLoopHasLiteralIndices() {
    check(
        Stmt.serial(
            I,
            Expr.index(2),
            Stmt.unrolled(J, 3, set(Y, I.times(Expr.index(3)).plus(J), at(X, J).times(at(X, J))))),
        6,
        i -> (i % 3 + 0.5) * (i % 3 + 0.5));
  }

  @Test
  void largeBufferLiesInTheWorkersScratch() {
    Buffer copy = new Buffer("copy", new TensorType(DType.F32, List.of(N, Dim.of(3))));
    Expr two = Expr.index(2);
    Stmt body =
        new Stmt.Alloc(
            copy,
            Stmt.block(
                Stmt.serial(J, new Size(N), Stmt.store(copy, List.of(J, two), at(X, J))),
                Stmt.serial(J, new Size(N), set(Y, J, at(copy, J, two)))));
    Kernel kernel = new Kernel("k", List.of(X, Y), 1, Stmt.parallel(I, Expr.index(2), body));
    assertEquals(
        "64*floordiv(12*n + 63, 64)", ProgramLayout.of(Programs.of(kernel)).scratch().toString());
    check(kernel.body(), 100, i -> i + 0.5);
  }

  @Test
  void failedCheckEndsTheRunAndNamesItself() {
    Stmt body =
        Stmt.serial(
            I,
            new Size(N),
            Stmt.block(
                new Stmt.Check(at(X, I).lessThan(f32(100)), "never"),
                new Stmt.Check(at(X, I).lessThan(f32(5)), "x too large"),
                set(Y, I, f32(1))));
    Kernel kernel = new Kernel("k", List.of(X, Y), 1, body);
    Tensor y = Tensor.allocate(DType.F32, 9);
    NativeProgram.Result result =
        Programs.run(kernel, CpuLevel.V2, List.of(floats(9), y), Map.of("n", 9L));
    assertEquals(List.of(1L, 1L), List.of(result.status(), result.detail()));
    assertEquals(List.of(1.0, 0.0), List.of(y.real(4), y.real(5)));
  }

  @Test
  void failedCheckInOneLaneIsSeen() {
    Stmt body = tiles(i -> new Stmt.Check(at(X, i).lessThan(f32(17)), "x too large"));
    Kernel kernel = new Kernel("k", List.of(X, Y), 1, body);
    for (CpuLevel level : NativeProgram.LEVELS) {
      for (int n : List.of(17, 18)) {
        List<Tensor> tensors = List.of(floats(n), Tensor.allocate(DType.F32, n));
        assertEquals(n - 17, Programs.run(kernel, level, tensors, Map.of("n", (long) n)).status());
      }
    }
  }

  @Test
  void measuredSymbolIsSeenByTheNextCall() {
    Dim found = Dim.symbolFromZero("found");
    Buffer count = new Buffer("count", TensorType.of(DType.I64));
    Stmt measure = new Stmt.Measure("found", new Size(N).minus(Expr.index(2)));
    Kernel first = new Kernel("first", List.of(X, count), 1, measure);
    Kernel second =
        new Kernel(
            "second",
            List.of(X, count),
            1,
            Stmt.store(count, List.of(), new Size(found.times(10))));
    List<Program.Place> places = List.of(new Program.Input(0), new Program.Result(0));
    Program one = Programs.of(first);
    Program program =
        new Program(
            "p",
            one.inputs(),
            one.outputs(),
            List.of(),
            List.of(first, second),
            List.of(
                new Program.Call("first", places, Map.of()),
                new Program.Call("second", places, Map.of())),
            Dim.ZERO,
            new Symbols(Map.of(), Map.of("found", N), List.of()));
    try (NativeProgram code = new NativeProgram(program, CpuLevel.V2)) {
      Tensor result = Tensor.allocate(DType.I64);
      assertEquals(
          List.of(7L, 5L), code.run(List.of(floats(7), result), Map.of("n", 7L), false).symbols());
      assertEquals(50, result.integer(0));
    }
  }

  /** Constants of expensive functions are not carried through the loops before them. */
  @Test
  void registersAreFreeWhereExpensiveFunctionsBegin() {
    Stmt bent = set(Y, I, at(X, I).apply(Unary.Function.TANH));
    Stmt plain = set(Y, I, at(X, I));
    for (Stmt body : List.of(bent, plain)) {
      Kernel kernel = new Kernel("k", List.of(X, Y), 1, Stmt.serial(I, new Size(N), body));
      String text = LevelModule.emit(Programs.of(kernel), CpuLevel.V2);
      assertEquals(body == bent, text.contains("asm sideeffect"), text);
    }
  }

  @Test
  void cancelledRunDoesNothing() {
    Kernel kernel = new Kernel("k", List.of(X, Y), 1, set(Y, Expr.index(0), f32(1)));
    Tensor y = Tensor.allocate(DType.F32, 3);
    try (NativeProgram code = new NativeProgram(Programs.of(kernel), CpuLevel.V2)) {
      assertEquals(2, code.run(List.of(floats(3), y), Map.of("n", 3L), true).status());
      assertEquals(0, y.real(0));
    }
  }

  @Test
  void storeOfDifferentValuesToOneElementIsRefused() {
    Kernel kernel =
        new Kernel("k", List.of(X, Y), 1, Stmt.vector(V, 8, set(Y, Expr.index(0), at(X, V))));
    String message =
        assertThrows(
                IllegalStateException.class,
                () -> LevelModule.emit(Programs.of(kernel), CpuLevel.V2))
            .getMessage();
    assertTrue(message.contains("kernel k: a vector loop stores different values"), message);
  }
}
