package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.interp.ProgramInterpreter;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.op.Formula;
import org.sinter.ir.text.ProgramPrinter;

/** Weights of 4 bits lie eight in a word, and mean what the graph says. */
class FourBitProductTest {
  private static final List<Tile> TILES = List.of(Tile.of(64, 32), Tile.of(32, 16));

  private final Random random = new Random(5);

  private Tensor normal(long... shape) {
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return tensor;
  }

  private Tensor codes(long... shape) {
    Tensor tensor = Tensor.allocate(DType.I4, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextInt(16) - 8L);
    }
    return tensor;
  }

  @Test
  void asTheInterpreter() {
    for (int group : new int[] {8, 32}) {
      for (int n : new int[] {3, 50, 96}) {
        check(group, 64, n);
      }
    }
  }

  private void check(int group, int k, int n) {
    Graph.Builder b = new Graph.Builder("test");
    Formula f = new Formula(b);
    Value x = b.param("x", new TensorType(DType.F32, List.of(Dim.symbol("m"), Dim.of(k))));
    Value codes = f.convert(Constant.of("w", codes(k / group, group, n)), DType.F32);
    Value w = f.mul(codes, Constant.of("s", normal(k / group, 1, n)));
    Value y = f.matMul(x, f.reshape(w, List.of(Dim.of(k), Dim.of(n))));
    Graph graph = b.build(List.of("y"), List.of(y));
    List<Program> programs = LowerToKernels.run(graph, TILES);
    for (Program program : programs) {
      assertEquals(1, program.calls().size());
      TensorType words = program.constants().get(0).type();
      assertEquals(DType.I32, words.dtype());
      assertTrue(words.dim(1).is(k / 8), words.toString());
    }
    for (long m : new long[] {1, 7, 27, 70}) {
      compare(graph, programs, Map.of("x", normal(m, k)), 1);
    }
  }

  /** Bytes are not widened in memory, and one order of the codes serves all levels of x86. */
  @Test
  void bytesAreAddedByDotProducts() {
    Graph.Builder b = new Graph.Builder("test");
    Formula f = new Formula(b);
    Value q = b.param("q", new TensorType(DType.U8, List.of(Dim.symbol("m"), Dim.of(64))));
    Value codes = f.convert(Constant.of("w", codes(2, 32, 50)), DType.F32);
    Value w = f.mul(codes, Constant.of("s", normal(2, 1, 50)));
    Value wide = f.convert(q, DType.F32);
    Value y = f.matMul(wide, f.reshape(w, List.of(Dim.of(64), Dim.of(50))));
    Graph graph = b.build(List.of("y"), List.of(y));
    List<Tile> tiles =
        List.of(
            Tile.of(64, 32).withDots(Set.of(Dots.U8_I8)),
            Tile.of(32, 16).withDots(Set.of(Dots.SMALL_U8_I8)));
    List<Program> programs = LowerToKernels.run(graph, tiles);
    for (Program program : programs) {
      assertEquals(1, program.calls().size());
      assertTrue(ProgramPrinter.print(program).contains("dot(4, "));
      assertEquals(TensorType.of(DType.U8, 2, 8, 192), program.constants().get(0).type());
      assertEquals(2, program.constants().size());
    }
    for (int m : new int[] {1, 7, 27, 70}) {
      Tensor bytes = Tensor.allocate(DType.U8, m, 64);
      for (int i = 0; i < bytes.size(); i++) {
        bytes.set(i, (long) random.nextInt(256));
      }
      compare(graph, programs, Map.of("q", bytes), 256);
    }
  }

  /** Sums are of terms up to {@code size} times as large as a normal number. */
  private static void compare(
      Graph graph, List<Program> programs, Map<String, Tensor> inputs, int size) {
    Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
    for (Program program : programs) {
      Tensor found = ProgramInterpreter.run(program, inputs).get("y");
      for (int i = 0; i < expected.size(); i++) {
        double e = expected.real(i);
        assertEquals(e, found.real(i), 1e-4 * Math.max(size, Math.abs(e)), "element " + i);
      }
    }
  }
}
