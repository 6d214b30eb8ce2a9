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
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.text.ProgramPrinter;
import org.sinter.passes.Context;
import org.sinter.passes.compress.ToBf16;

/** Products of bf16 weights compute what the rounded graph means, whatever the tile. */
class Bf16ProductTest {
  private static final List<Tile> TILES =
      List.of(
          Tile.of(64, 32),
          Tile.of(64, 32).withDots(Set.of(Dots.BF16)),
          Tile.of(32, 16),
          Tile.of(16, 32));
  private static final Dim M = Dim.symbol("m");

  private final Random random = new Random(5);

  private Tensor random(long... shape) {
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, 0.5 * random.nextGaussian());
    }
    return tensor;
  }

  private Value weight(long... shape) {
    return Constant.of("w", random(shape));
  }

  private static Graph rounded(Graph.Builder b, Value y) {
    Graph graph = b.build(List.of("y"), List.of(y));
    return new ToBf16().run(graph, Context.silent());
  }

  private List<Program> check(Graph graph, int k, long... rows) {
    List<Program> programs = LowerToKernels.run(graph, TILES);
    for (long m : rows) {
      Map<String, Tensor> inputs = Map.of("x", random(m, k));
      Tensor expected = GraphInterpreter.run(graph, inputs).get("y");
      for (Program program : programs) {
        Tensor found = ProgramInterpreter.run(program, inputs).get("y");
        for (int i = 0; i < expected.size(); i++) {
          double e = expected.real(i);
          String where = "m " + m + ", program " + programs.indexOf(program) + ", element " + i;
          assertEquals(e, found.real(i), 2e-5 * Math.max(1, Math.abs(e)), where);
        }
      }
    }
    return programs;
  }

  @Test
  void tileTailsAndOddK() {
    for (int k : new int[] {1, 2, 7, 8}) {
      for (int n : new int[] {3, 48, 50}) {
        Graph.Builder b = new Graph.Builder("test");
        Value x = b.param("x", new TensorType(DType.F32, List.of(M, Dim.of(k))));
        check(rounded(b, new Formula(b).matMul(x, weight(k, n))), k, 1, 7, 8, 27, 66);
      }
    }
  }

  @Test
  void activationsAreRoundedOnceWhereTheyAreMade() {
    Graph.Builder b = new Graph.Builder("test");
    Formula f = new Formula(b);
    Value x = b.param("x", new TensorType(DType.F32, List.of(M, Dim.of(8))));
    Value h = b.add(new Gelu(Gelu.Form.ERF), f.matMul(x, weight(8, 16)));
    Value y = f.add(f.matMul(h, weight(16, 8)), x);
    Value norm = b.add(new LayerNorm(1e-6), y, weight(8), weight(8));
    List<Program> programs = check(rounded(b, norm), 8, 1, 33);
    assertEquals(4, programs.get(0).calls().size(), "rounding of x, two products, a norm");
    assertEquals(4, programs.get(1).calls().size());
    assertTrue(ProgramPrinter.print(programs.get(1)).contains("dot(2, "));
    assertFalse(ProgramPrinter.print(programs.get(0)).contains("dot("));
  }

  @Test
  void programsShareConstants() {
    Graph.Builder b = new Graph.Builder("test");
    Value x = b.param("x", new TensorType(DType.F32, List.of(M, Dim.of(5))));
    List<Program> programs = check(rounded(b, new Formula(b).matMul(x, weight(5, 9))), 5, 4);
    for (Program program : programs) {
      assertEquals(programs.get(0).constants(), program.constants());
      assertEquals(DType.BF16, program.constants().get(0).type().dtype());
      assertEquals(TensorType.of(DType.BF16, 1, 3, 16, 2), program.constants().get(0).type());
    }
  }
}
