package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sinter.ir.interp.Examples.f32;
import static org.sinter.ir.interp.Examples.i64;
import static org.sinter.ir.interp.Examples.reals;
import static org.sinter.ir.interp.Examples.shape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.text.KernelPrinter;

class KernelInterpreterTest {
  private static final Var I = new Var("i");
  private static final Var J = new Var("j");
  private static final Buffer X = new Buffer("x", TensorType.of(DType.F32, 4));
  private static final Buffer Y = new Buffer("y", TensorType.of(DType.F32, 4));

  private static Expr at(Buffer buffer, Expr index) {
    return Expr.load(buffer, List.of(index));
  }

  private static double[] run(Stmt body, double... x) {
    Tensor y = Garbage.tensor(DType.F32, 4);
    Tensor in = f32(shape(4), x);
    KernelInterpreter.run(new Kernel("k", List.of(X, Y), 1, body), List.of(in, y), new HashMap<>());
    return reals(y);
  }

  private static void fails(Class<? extends Exception> type, String message, Stmt body) {
    Exception e = assertThrows(type, () -> run(body, 1, 2, 3, 4));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void lanesLoadBeforeTheyStore() {
    Stmt copy = Stmt.store(Y, List.of(I), at(X, I));
    Expr next = I.plus(Expr.index(1)).mod(Expr.index(4));
    Stmt rotate = Stmt.store(Y, List.of(I), at(Y, next));
    Stmt both = Stmt.block(copy, rotate);
    assertArrayEquals(new double[] {2, 3, 4, 1}, run(Stmt.vector(I, 4, both), 1, 2, 3, 4));
    Stmt serial =
        Stmt.block(Stmt.serial(I, Expr.index(4), copy), Stmt.serial(I, Expr.index(4), rotate));
    assertArrayEquals(new double[] {2, 3, 4, 2}, run(serial, 1, 2, 3, 4));
  }

  @Test
  void branchesMaskLanes() {
    Stmt one = Stmt.store(Y, List.of(I), Expr.of(DType.F32, 1));
    Stmt two = Stmt.store(Y, List.of(I), Expr.of(DType.F32, 2));
    Stmt split = new Stmt.If(at(X, I).lessThan(Expr.of(DType.F32, 0)), one, two);
    assertArrayEquals(new double[] {1, 2, 2, 1}, run(Stmt.vector(I, 4, split), -1, 0, 1, -2));
  }

  @Test
  void lanesMayRepeatDifferently() {
    Stmt zero = Stmt.store(Y, List.of(I), Expr.of(DType.F32, 0));
    Stmt add = Stmt.store(Y, List.of(I), at(Y, I).plus(at(X, J)));
    Stmt prefix = Stmt.block(zero, Stmt.serial(J, I.plus(Expr.index(1)), add));
    assertArrayEquals(new double[] {1, 3, 6, 10}, run(Stmt.vector(I, 4, prefix), 1, 2, 3, 4));
  }

  @Test
  void lanesOwnWhatTheyAllocate() {
    Buffer t = new Buffer("t", TensorType.of(DType.F32, 1));
    List<Expr> zero = List.of(Expr.index(0));
    Stmt body =
        Stmt.block(
            Stmt.store(t, zero, at(X, I)),
            Stmt.store(Y, List.of(I), at(t, Expr.index(0)).times(at(t, Expr.index(0)))));
    Stmt lanes = Stmt.vector(I, 4, new Stmt.Alloc(t, body));
    assertArrayEquals(new double[] {1, 4, 9, 16}, run(lanes, 1, 2, 3, 4));
    Stmt around = new Stmt.Alloc(t, Stmt.vector(I, 4, body));
    assertArrayEquals(new double[] {16, 16, 16, 16}, run(around, 1, 2, 3, 4));
  }

  @Test
  void innerVariablesHideOuterOnes() {
    Stmt inner = Stmt.serial(I, Expr.index(2), Stmt.store(Y, List.of(I), at(X, I)));
    Stmt outer = Stmt.store(Y, List.of(I), at(X, I).times(Expr.of(DType.F32, 10)));
    Stmt nest = Stmt.serial(I, Expr.index(4), Stmt.block(inner, outer));
    assertArrayEquals(new double[] {1, 2, 30, 40}, run(nest, 1, 2, 3, 4));
  }

  @Test
  void unwrittenMemoryShows() {
    Buffer t = new Buffer("t", TensorType.of(DType.F32, 4));
    Stmt body = Stmt.serial(I, Expr.index(4), Stmt.store(Y, List.of(I), at(t, I)));
    assertArrayEquals(
        new double[] {Double.NaN, Double.NaN, Double.NaN, Double.NaN},
        run(new Stmt.Alloc(t, body), 1, 2, 3, 4));
  }

  @Test
  void namesWhatIsOutside() {
    Stmt load = Stmt.serial(I, Expr.index(5), Stmt.store(Y, List.of(Expr.index(0)), at(X, I)));
    fails(IllegalStateException.class, "kernel k: index [4] outside x[4]", load);
    Stmt store = Stmt.store(Y, List.of(Expr.index(-1)), Expr.of(DType.F32, 0));
    fails(IllegalStateException.class, "kernel k: index [-1] outside y[4]", store);
    Stmt input = Stmt.store(X, List.of(Expr.index(0)), Expr.of(DType.F32, 0));
    fails(IllegalStateException.class, "k writes its input x", input);
    Stmt free = Stmt.store(Y, List.of(I), Expr.of(DType.F32, 0));
    fails(IllegalStateException.class, "kernel k: unknown variable i", free);
    Stmt after = Stmt.block(Stmt.serial(I, Expr.index(1), free), free);
    fails(IllegalStateException.class, "unknown variable i", after);
  }

  @Test
  void checksEndTheRun() {
    Expr small = at(X, I).lessThan(Expr.of(DType.F32, 3));
    Stmt check = Stmt.serial(I, Expr.index(4), new Stmt.Check(small, "too large"));
    fails(IllegalArgumentException.class, "k: too large", check);
  }

  @Test
  void unchosenSidesAreNotEvaluated() {
    Expr inside = I.lessThan(Expr.index(3));
    Expr value = inside.select(at(X, I.plus(Expr.index(1))), Expr.of(DType.F32, 0));
    Stmt body = Stmt.serial(I, Expr.index(4), Stmt.store(Y, List.of(I), value));
    assertArrayEquals(new double[] {2, 3, 4, 0}, run(body, 1, 2, 3, 4));
  }

  /** The place past the end is no error, and the text says what is fetched. */
  @Test
  void prefetchesPastTheEnd() {
    Expr ahead = I.plus(Expr.index(100));
    Stmt copy = Stmt.store(Y, List.of(I), at(X, I));
    Stmt fetch = new Stmt.Prefetch(X, List.of(ahead));
    Stmt body = Stmt.serial(I, Expr.index(4), Stmt.block(fetch, copy));
    assertArrayEquals(new double[] {1, 2, 3, 4}, run(body, 1, 2, 3, 4));
    String text = KernelPrinter.print(new Kernel("k", List.of(X, Y), 1, body));
    assertTrue(text.contains("prefetch x[i + 100]"), text);
  }

  @Test
  void measuresAndUsesSymbols() {
    Buffer x = new Buffer("x", new TensorType(DType.I64, List.of(Dim.symbol("n"))));
    Buffer y = new Buffer("y", TensorType.of(DType.I64));
    Stmt body =
        Stmt.block(
            Stmt.store(y, List.of(), Expr.of(Dim.symbol("n").times(2))),
            new Stmt.Measure("m", Expr.load(x, List.of(Expr.index(1)))));
    Map<String, Long> symbols = new HashMap<>(Map.of("n", 3L));
    Tensor out = Tensor.allocate(DType.I64);
    Kernel kernel = new Kernel("k", List.of(x, y), 1, body);
    KernelInterpreter.run(kernel, List.of(i64(shape(3), 7, 8, 9), out), symbols);
    assertEquals(6, out.integer(0));
    assertEquals(8, symbols.get("m"));
    Tensor wrong = i64(shape(2), 7, 8);
    assertThrows(
        IllegalStateException.class,
        () -> KernelInterpreter.run(kernel, List.of(wrong, out), symbols));
  }
}
