package org.sinter.tests.codegen;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.ModelJar;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.System;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
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
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/** A program of two kernels built by hand → model jar → runtime → numbers. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class HandBuiltModelTest {
  private static final Dim N = Dim.symbol("n");
  private static final Var I = new Var("i");
  private static final Var V = new Var("v");

  @TempDir static Path directory;
  private static Model model;

  private static Kernel gather() {
    Buffer ids = new Buffer("ids", new TensorType(DType.I64, List.of(N)));
    Buffer table = new Buffer("table", TensorType.of(DType.F32, 5, 16));
    Buffer rows = new Buffer("rows", new TensorType(DType.F32, List.of(N, Dim.of(16))));
    Expr id = new Load(ids, List.of(I));
    Expr inside = Expr.index(0).lessOrEqual(id).and(id.lessThan(Expr.index(5)));
    Stmt copy =
        Stmt.vector(V, 16, Stmt.store(rows, List.of(I, V), new Load(table, List.of(id, V))));
    Stmt body = Stmt.block(new Stmt.Check(inside, "ids: index out of range for 5 rows"), copy);
    return new Kernel("gather", List.of(ids, table, rows), 1, Stmt.parallel(I, new Size(N), body));
  }

  /** {@code out[i] = exp(sum of row i)}. */
  private static Kernel sum() {
    Buffer rows = new Buffer("rows", new TensorType(DType.F32, List.of(N, Dim.of(16))));
    Buffer out = new Buffer("out", new TensorType(DType.F32, List.of(N)));
    Buffer total = new Buffer("total", TensorType.of(DType.F32));
    Expr sum = new Load(total, List.of());
    Stmt body =
        new Stmt.Alloc(
            total,
            Stmt.block(
                Stmt.store(total, List.of(), Expr.of(DType.F32, 0)),
                Stmt.serial(
                    V,
                    Expr.index(16),
                    Stmt.store(total, List.of(), sum.plus(new Load(rows, List.of(I, V))))),
                Stmt.store(out, List.of(I), sum.apply(Unary.Function.EXP))));
    return new Kernel("sum", List.of(rows, out), 1, Stmt.parallel(I, new Size(N), body));
  }

  private static Program program() {
    org.sinter.ir.Tensor table = org.sinter.ir.Tensor.allocate(DType.F32, 5, 16);
    for (int i = 0; i < 80; i++) {
      table.set(i, i / 16 / 16.0);
    }
    Program.Place rows = new Program.Arena(Dim.of(64));
    return new Program(
        "toy",
        List.of(new Param("ids", new TensorType(DType.I64, List.of(N)))),
        List.of(new Program.Output("out", new TensorType(DType.F32, List.of(N)))),
        List.of(Constant.of("table", table)),
        List.of(gather(), sum()),
        List.of(
            new Program.Call(
                "gather", List.of(new Program.Input(0), new Program.Weight(0), rows), Map.of()),
            new Program.Call("sum", List.of(rows, new Program.Result(0)), Map.of())),
        N.times(64).plus(64),
        Symbols.NONE);
  }

  @BeforeAll
  static void load() throws IOException {
    Path jar = directory.resolve("toy.jar");
    ModelInfo info = new ModelInfo("toy", "0.1.0", "", List.of(), null);
    ModelJar.write(jar, program(), info, EnumSet.of(System.LINUX_X86_64), Progress.NONE);
    model = Model.load(jar, Options.defaults().withCache(directory.resolve("cache")));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void rightNumbersForEveryShape() {
    model.verify();
    for (int n : List.of(1, 3, 20_000)) {
      long[] ids = new long[n];
      float[] expected = new float[n];
      for (int i = 0; i < n; i++) {
        ids[i] = (i * 7L + 2) % 5;
        expected[i] = (float) Math.exp(ids[i]);
      }
      Tensor out = model.run(Map.of("ids", Tensor.of(ids, n))).get("out");
      assertArrayEquals(expected, out.floats(), 1e-4f);
      assertEquals(n, out.shape()[0]);
    }
  }

  @Test
  void indexOutOfRangeIsTheCallersFault() {
    for (long wrong : List.of(-1L, 5L, Long.MIN_VALUE)) {
      Map<String, Tensor> inputs = Map.of("ids", Tensor.of(new long[] {1, wrong}, 2));
      String message =
          assertThrows(IllegalArgumentException.class, () -> model.run(inputs)).getMessage();
      assertTrue(message.contains("ids: index out of range for 5 rows"), message);
    }
  }
}
