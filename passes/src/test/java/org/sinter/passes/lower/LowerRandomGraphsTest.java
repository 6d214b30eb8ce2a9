package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.interp.ProgramInterpreter;
import org.sinter.ir.kernel.Program;

/** Random graphs mean what their programs compute. */
class LowerRandomGraphsTest {
  private static final Tile TILE = Tile.of(16, 16);

  @Test
  void programsComputeWhatGraphsMean() {
    int ran = 0;
    for (int seed = 0; seed < 100; seed++) {
      RandomGraph source = new RandomGraph(seed);
      Graph graph = source.graph();
      for (long s = 1; s < 4; s++) {
        ran += check(source, graph, s, 3 - s % 2, "seed " + seed + ", s " + s);
      }
    }
    assertTrue(ran > 80, "only " + ran + " runs");
  }

  private static int check(RandomGraph source, Graph graph, long s, long batch, String where) {
    Map<String, Tensor> inputs = new HashMap<>();
    graph.params().forEach(p -> inputs.put(p.name(), source.tensor(p.type(), s, batch)));
    Map<String, Tensor> expected;
    try {
      expected = GraphInterpreter.run(graph, inputs);
    } catch (IllegalArgumentException constraintsDoNotHold) {
      return 0;
    }
    Program program = LowerToKernels.run(graph, List.of(TILE)).get(0);
    Map<String, Tensor> found = ProgramInterpreter.run(program, inputs);
    expected.forEach((name, e) -> assertClose(e, found.get(name), where + ": " + name));
    return 1;
  }

  private static void assertClose(Tensor expected, Tensor found, String where) {
    assertEquals(expected.type(), found.type(), where);
    assertEquals(expected.size(), found.size(), where);
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.real(i);
      assertEquals(e, found.real(i), 1e-3 * Math.max(1, Math.abs(e)), where + " at " + i);
    }
  }
}
