package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sinter.ir.interp.Examples.f32;
import static org.sinter.ir.interp.Examples.reals;
import static org.sinter.ir.interp.Examples.shape;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.NonZero;

class ProgramInterpreterTest {
  private static final Dim SEQ = Dim.symbol("seq");
  private static final Var I = new Var("i");

  private static TensorType vector(Dim size) {
    return new TensorType(DType.F32, List.of(size));
  }

  /** {@code out[i] = a[i] + b[0]} for vectors of {@code m}. */
  private static Kernel add() {
    Dim m = Dim.symbol("m");
    Buffer a = new Buffer("a", vector(m));
    Buffer b = new Buffer("b", vector(Dim.ONE));
    Buffer out = new Buffer("out", vector(m));
    Expr sum = Expr.load(a, List.of(I)).plus(Expr.load(b, List.of(Expr.index(0))));
    Stmt body = Stmt.parallel(I, Expr.of(m), Stmt.store(out, List.of(I), sum));
    return new Kernel("add", List.of(a, b, out), 1, body);
  }

  /** {@code x + 1 + 1} by way of the arena at {@code offset}. */
  private static Program twice(Dim offset, Dim arena) {
    Constant one = Constant.of("one", f32(shape(1), 1));
    Program.Place middle = new Program.Arena(offset);
    Map<String, Dim> dims = Map.of("m", SEQ);
    return new Program(
        "twice",
        List.of(new Param("x", vector(SEQ))),
        List.of(new Program.Output("y", vector(SEQ))),
        List.of(one),
        List.of(add()),
        List.of(
            new Program.Call(
                "add", List.of(new Program.Input(0), new Program.Weight(0), middle), dims),
            new Program.Call(
                "add", List.of(middle, new Program.Weight(0), new Program.Result(0)), dims)),
        arena,
        Symbols.NONE);
  }

  @Test
  void runsCallsInOrder() {
    Map<String, Tensor> inputs = Map.of("x", f32(shape(3), 1, 2, 3));
    Program program = twice(Dim.of(64), SEQ.times(4).plus(64));
    assertArrayEquals(
        new double[] {3, 4, 5}, reals(ProgramInterpreter.run(program, inputs).get("y")));
  }

  @Test
  void refusesWhatLeavesTheArena() {
    Map<String, Tensor> inputs = Map.of("x", f32(shape(3), 1, 2, 3));
    Program small = twice(Dim.ZERO, SEQ.times(4).minus(4));
    Exception e =
        assertThrows(IllegalStateException.class, () -> ProgramInterpreter.run(small, inputs));
    assertTrue(e.getMessage().contains("12 bytes at Arena"), e.getMessage());
    Program crooked = twice(Dim.of(4), Dim.of(64));
    e = assertThrows(IllegalStateException.class, () -> ProgramInterpreter.run(crooked, inputs));
    assertTrue(e.getMessage().contains("offset 4 in an arena of 64"), e.getMessage());
  }

  @Test
  void measuresUnderTheProgramsName() {
    Kernel find = new NonZero("n").body(List.of(vector(Dim.symbol("m"))));
    Dim found = Dim.symbolFromZero("found");
    Program program =
        new Program(
            "find",
            List.of(new Param("x", vector(SEQ))),
            List.of(new Program.Output("at", new TensorType(DType.I64, List.of(found, Dim.ONE)))),
            List.of(),
            List.of(find),
            List.of(
                new Program.Call(
                    find.name(),
                    List.of(new Program.Input(0), new Program.Result(0)),
                    Map.of("m", SEQ, "n", found))),
            Dim.ZERO,
            new Symbols(Map.of(), Map.of("found", SEQ), List.of()));
    Tensor at = ProgramInterpreter.run(program, Map.of("x", f32(shape(3), 0, 2, 3))).get("at");
    assertArrayEquals(shape(2, 1), at.shape());
    assertArrayEquals(new double[] {1, 2}, reals(at));
  }
}
