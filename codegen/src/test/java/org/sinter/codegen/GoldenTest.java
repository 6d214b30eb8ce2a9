package org.sinter.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.codegen.target.CpuLevel;
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
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/** The text of a few modules; {@code -Dbless=true} writes it anew. */
class GoldenTest {
  private static final Path EXPECTED = Path.of("src/test/resources/org/sinter/codegen");
  private static final Dim N = Dim.symbol("n");
  private static final Var I = new Var("i");
  private static final Var V = new Var("v");
  private static final Buffer X = new Buffer("x", new TensorType(DType.F32, List.of(N)));
  private static final Buffer Y = new Buffer("y", new TensorType(DType.F32, List.of(N)));

  private static void check(String name, Program program, CpuLevel level) throws IOException {
    Path file = EXPECTED.resolve(name + ".ll");
    String text = LevelModule.emit(program, level);
    if (Boolean.getBoolean("bless")) {
      Files.createDirectories(EXPECTED);
      Files.writeString(file, text);
    }
    assertEquals(Files.readString(file), text);
  }

  private static Kernel kernel(Stmt body) {
    return new Kernel("k", List.of(X, Y), 1, body);
  }

  private static Expr x(Expr index) {
    return new Load(X, List.of(index));
  }

  @Test
  void scalarLoop() throws IOException {
    Expr value = x(I).times(x(I)).plus(Expr.of(DType.F32, 0.5));
    Stmt body = Stmt.serial(I, new Size(N), Stmt.store(Y, List.of(I), value));
    check("scalar-loop", Programs.of(kernel(body)), CpuLevel.V2);
  }

  @Test
  void maskedVectorLoop() throws IOException {
    Expr index = I.times(Expr.index(4)).plus(V);
    Stmt store = Stmt.store(Y, List.of(index), x(index).plus(x(I)));
    Stmt lanes = Stmt.vector(V, 4, Stmt.when(index.lessThan(new Size(N)), store));
    Expr tiles = new Size(N.plus(3).floorDiv(Dim.of(4)));
    check("masked-vector-loop", Programs.of(kernel(Stmt.parallel(I, tiles, lanes))), CpuLevel.V4);
  }

  /** Two calls of one kernel, of which the second is of half the size, over arena and weights. */
  @Test
  void callsShareAKernel() throws IOException {
    Expr first = Expr.index(0);
    Stmt body =
        Stmt.block(
            new Stmt.Check(x(first).lessThan(Expr.of(DType.F32, 1)), "x too large"),
            Stmt.store(Y, List.of(first), x(first)));
    Program.Place between = new Program.Arena(N.times(64));
    Program program =
        new Program(
            "p",
            List.of(new Param("x", X.type())),
            List.of(new Program.Output("y", Y.type())),
            List.of(Constant.of("w", Tensor.of(new float[] {1}, 1))),
            List.of(kernel(body)),
            List.of(
                new Program.Call("k", List.of(new Program.Input(0), between), Map.of()),
                new Program.Call(
                    "k",
                    List.of(new Program.Weight(0), new Program.Result(0)),
                    Map.of("n", N.floorDiv(Dim.of(2))))),
            N.times(128),
            Symbols.NONE);
    check("calls-share-a-kernel", program, CpuLevel.NEON);
  }
}
