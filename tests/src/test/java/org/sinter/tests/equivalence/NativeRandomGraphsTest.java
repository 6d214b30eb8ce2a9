package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.text.GraphPrinter;
import org.sinter.runtime.Model;

/** Random graphs over all ops mean natively, on every CPU level, what the interpreter computes. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class NativeRandomGraphsTest {
  private static final long[][] SIZES = {{1, 1, 0}, {7, 2, 1}, {17, 3, 5}};

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void nativeCodeComputesWhatGraphsMean(long seed) {
    check(new RandomModel(seed, 12, 10).graph(), seed);
  }

  private void check(Graph graph, long seed) {
    try (NativeModel compiled = new NativeModel(graph, directory)) {
      for (long[] size : SIZES) {
        Map<String, Tensor> inputs = RandomModel.inputs(graph, seed, size[0], size[1], size[2]);
        Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
        for (Map.Entry<String, Model> e : compiled.models().entrySet()) {
          Map<String, Tensor> found = NativeModel.run(e.getValue(), inputs);
          String wrong = Differences.of(expected, found);
          if (wrong != null) {
            fail(
                "seed "
                    + seed
                    + ", s "
                    + size[0]
                    + ", "
                    + e.getKey()
                    + ": "
                    + wrong
                    + "\n"
                    + GraphPrinter.print(graph));
          }
        }
      }
    }
  }
}
