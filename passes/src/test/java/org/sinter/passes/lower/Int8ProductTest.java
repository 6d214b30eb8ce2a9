package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.text.ProgramPrinter;

/** Products of bytes are exact, whatever the tile and the instructions. */
class Int8ProductTest {
  private static final List<Tile> TILES =
      List.of(
          Tile.of(64, 32).withDots(Set.of(Dots.U8_I8)),
          Tile.of(32, 16),
          Tile.of(16, 32).withDots(Set.of(Dots.SAME_SIGN)),
          Tile.of(32, 16).withDots(Set.of(Dots.SMALL_U8_I8)));

  private final Random random = new Random(5);

  private Tensor random(DType type, long... shape) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextInt(256) - (type == DType.I8 ? 128L : 0));
    }
    return tensor;
  }

  private Graph graph(DType a, DType b, int k, int n) {
    Graph.Builder g = new Graph.Builder("test");
    Convert wide = new Convert(DType.I32);
    Value x = g.param("x", new TensorType(a, List.of(Dim.symbol("m"), Dim.of(k))));
    Value w = g.add(wide, Constant.of("w", random(b, k, n)));
    return g.build(List.of("y"), List.of(g.add(new MatMul(), g.add(wide, x), w)));
  }

  @Test
  void tileTailsAndKsThatAreNoWholeGroups() {
    for (DType a : List.of(DType.U8, DType.I8)) {
      for (DType b : List.of(DType.U8, DType.I8)) {
        for (int k : new int[] {1, 3, 4, 10}) {
          check(graph(a, b, k, k * 16 + 2), a, k);
        }
      }
    }
  }

  private void check(Graph graph, DType a, int k) {
    List<Program> programs = LowerToKernels.run(graph, TILES);
    for (long m : new long[] {1, 7, 8, 27, 66}) {
      Map<String, Tensor> inputs = Map.of("x", random(a, m, k));
      Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
      for (Program program : programs) {
        Tensor found = ProgramInterpreter.run(program, inputs).get("y");
        assertEquals(expected.bytes(), found.bytes(), "m " + m + ", " + programs.indexOf(program));
      }
    }
  }

  @Test
  void bytesAreReadFromWhereTheyLieAndShiftedWhereTheInstructionNeedsIt() {
    List<Program> programs = LowerToKernels.run(graph(DType.U8, DType.I8, 8, 50), TILES);
    for (Program program : programs) {
      assertEquals(1, program.calls().size(), "nothing is widened in memory");
      assertTrue(ProgramPrinter.print(program).contains("dot(4, "));
      assertEquals(TensorType.of(DType.I8, 2, 2, 48, 4), program.constants().get(0).type());
    }
    assertFalse(ProgramPrinter.print(programs.get(0)).contains(", -128)"));
    assertTrue(ProgramPrinter.print(programs.get(2)).contains(", -128)"));
    assertTrue(ProgramPrinter.print(programs.get(3)).contains(", masks["));
  }

  /** {@code y = norm(x)} in bytes, multiplied, and added widened: others than the product read. */
  @Test
  void bytesThatAProductReadsAreWrittenWhereTheyAreMadeThoughOthersReadThemWidened() {
    Graph.Builder g = new Graph.Builder("test");
    Formula f = new Formula(g);
    Value x = g.param("x", new TensorType(DType.F32, List.of(Dim.symbol("m"), Dim.of(16))));
    Constant ones = Constant.of("ones", ones(16));
    Value norm = g.add(new LayerNorm(1e-5), x, ones, ones);
    Value q = f.convert(f.add(f.mul(norm, f.literal(x, 40)), f.literal(x, 128)), DType.U8);
    Value wide = f.convert(q, DType.I32);
    Constant w = Constant.of("w", random(DType.I8, 16, 16));
    Value sum = f.matMul(wide, f.convert(w, DType.I32));
    Graph graph = g.build(List.of("y"), List.of(f.add(sum, wide)));
    for (Program program : LowerToKernels.run(graph, TILES)) {
      assertEquals(2, program.calls().size(), ProgramPrinter.print(program));
    }
  }

  private static Tensor ones(int size) {
    Tensor ones = Tensor.allocate(DType.F32, size);
    for (int i = 0; i < size; i++) {
      ones.set(i, 1.0);
    }
    return ones;
  }
}
