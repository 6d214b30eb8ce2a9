package org.sinter.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.codegen.llvm.Assembler;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.interp.KernelInterpreter;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/** A register tile of a matrix product keeps its sums in registers. */
class TileTest {
  private static final Dim M = Dim.symbol("m");
  private static final int K = 96;
  private static final int WIDTH = 48;

  /** {@code c[m, 96] = a[m, K] b}, tiles of {@code rows} x {@code columns}, panels of 48. */
  static Kernel product(int rows, int columns, int lanes, int k) {
    Buffer a = new Buffer("a", new TensorType(DType.F32, List.of(M, Dim.of(k))));
    Buffer b = new Buffer("b", TensorType.of(DType.F32, 2, k, WIDTH));
    Buffer c = new Buffer("c", new TensorType(DType.F32, List.of(M, Dim.of(2 * WIDTH))));
    Buffer sums = new Buffer("sums", TensorType.of(DType.F32, rows, columns));
    Var tile = new Var("tile");
    Var panel = new Var("panel");
    Var part = new Var("part");
    Var step = new Var("k");
    Var i = new Var("i");
    Var j = new Var("j");
    Var v = new Var("v");
    Expr column = j.times(Expr.index(lanes)).plus(v);
    Expr row = tile.times(Expr.index(rows)).plus(i);
    Expr at = part.times(Expr.index(columns)).plus(column);
    List<Expr> sum = List.of(i, column);
    Expr loaded = new Load(a, List.of(row, step));
    Expr weight = new Load(b, List.of(panel, step, at));
    Stmt add = Stmt.store(sums, sum, new Load(sums, sum).plus(loaded.times(weight)));
    Expr to = panel.times(Expr.index(WIDTH)).plus(at);
    Stmt body =
        new Stmt.Alloc(
            sums,
            Stmt.block(
                each(rows, columns / lanes, lanes, i, j, v, Stmt.store(sums, sum, zero())),
                Stmt.serial(step, Expr.index(k), each(rows, columns / lanes, lanes, i, j, v, add)),
                each(
                    rows,
                    columns / lanes,
                    lanes,
                    i,
                    j,
                    v,
                    Stmt.store(c, List.of(row, to), new Load(sums, sum)))));
    Expr tiles = new Size(M.floorDiv(Dim.of(rows)));
    Stmt parts = Stmt.serial(part, Expr.index(WIDTH / columns), body);
    return new Kernel(
        "product",
        List.of(a, b, c),
        1,
        Stmt.parallel(tile, tiles, Stmt.serial(panel, Expr.index(2), parts)));
  }

  private static Expr zero() {
    return Expr.of(DType.F32, 0);
  }

  private static Stmt each(int rows, int vectors, int lanes, Var i, Var j, Var v, Stmt body) {
    return Stmt.unrolled(i, rows, Stmt.unrolled(j, vectors, Stmt.vector(v, lanes, body)));
  }

  /** The lines of the loop that holds the multiply-adds: from its label to the jump back. */
  private static List<String> innerLoop(String assembly) {
    List<String> lines = Arrays.asList(assembly.split("\n"));
    int first = 0;
    while (!lines.get(first).contains("vfmadd")) {
      first++;
    }
    int label = first;
    while (!lines.get(label).startsWith(".LBB")) {
      label--;
    }
    String name = lines.get(label).replaceAll(":.*", "");
    int end = first;
    while (!(lines.get(end).contains("\tj") && lines.get(end).endsWith(name))) {
      end++;
    }
    return lines.subList(label, end + 1);
  }

  @ParameterizedTest
  @CsvSource({"v4, 8, 48, 16, zmm", "v3, 4, 24, 8, ymm"})
  void sumsStayInRegisters(String level, int rows, int columns, int lanes, String register) {
    String text =
        LevelModule.emit(Programs.of(product(rows, columns, lanes, K)), CpuLevel.of(level));
    String assembly = new Assembler(System.LINUX_X86_64, CpuLevel.of(level)).assembly(text);
    List<String> loop = innerLoop(assembly);
    String shown = String.join("\n", loop);
    assertEquals(
        rows * columns / lanes,
        loop.stream().filter(l -> l.contains("vfmadd") && l.contains(register)).count(),
        shown);
    assertTrue(loop.stream().noneMatch(l -> l.contains("(%rsp") || l.contains("(%rbp")), shown);
    assertTrue(loop.size() <= 2 * rows * columns / lanes + 8, shown);
  }

  @Test
  void productIsTheInterpreters() {
    for (CpuLevel level : NativeProgram.LEVELS) {
      Kernel kernel = product(4, 24, 8, K);
      Tensor a = random(8, K);
      Tensor b = random(2, K, WIDTH);
      Tensor expected = Tensor.allocate(DType.F32, 8, 2 * WIDTH);
      Tensor found = Tensor.allocate(DType.F32, 8, 2 * WIDTH);
      KernelInterpreter.run(
          kernel, List.of(a, b, expected), new java.util.HashMap<>(Map.of("m", 8L)));
      Programs.run(kernel, level, List.of(a, b, found), Map.of("m", 8L));
      for (int i = 0; i < 8 * 2 * WIDTH; i++) {
        assertEquals(expected.real(i), found.real(i), 1e-4);
      }
    }
  }

  private static Tensor random(long... shape) {
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    java.util.Random random = new java.util.Random(1);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  /** Prints the rate; by hand only. */
  public static void main(String[] args) {
    int k = 384;
    int m = 128;
    for (CpuLevel level : NativeProgram.LEVELS) {
      Kernel kernel = level == CpuLevel.V4 ? product(8, 48, 16, k) : product(4, 24, 8, k);
      try (NativeProgram program = new NativeProgram(Programs.of(kernel), level)) {
        List<Tensor> tensors =
            List.of(random(m, k), random(2, k, WIDTH), Tensor.allocate(DType.F32, m, 2 * WIDTH));
        double rate = 2.0 * m * k * 2 * WIDTH / program.nanos(tensors, Map.of("m", (long) m), 3000);
        java.lang.System.out.printf("%s: %.1f GFLOP/s%n", level, rate);
      }
    }
  }
}
