package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.calibrate.Measured;
import org.sinter.cli.data.Encoded;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.TokenDataset;
import org.sinter.cli.data.Unit;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.compress.PruneHeads;
import org.sinter.passes.compress.PruneLayers;
import org.sinter.passes.compress.PruneNeurons;
import org.sinter.passes.compress.Saliency;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.tests.targets.SmallTransformer;

/** A small encoder pruned by what native runs of it show, and run natively. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PrunedModelTest {
  @TempDir Path directory;

  private static Context calibrated() {
    Random random = new Random(2);
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long[] text = random.longs(3 + random.nextInt(12), 0, 100).toArray();
      units.add(new Unit(List.of(Encoded.of(text)), Double.NaN));
    }
    TokenDataset data = new TokenDataset("texts", Form.TEXTS, units);
    Options one = Options.defaults().withThreads(1);
    return Context.silent().with(new Measured(ports -> data, one, Progress.NONE));
  }

  private static double error(Tensor expected, Tensor found) {
    double squares = 0;
    double errors = 0;
    for (int i = 0; i < expected.size(); i++) {
      squares += Math.pow(expected.real(i), 2);
      errors += Math.pow(expected.real(i) - found.real(i), 2);
    }
    return Math.sqrt(errors / squares);
  }

  private void runs(Graph graph) {
    Map<String, Tensor> inputs = SmallTransformer.inputs(7, 3);
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    try (NativeModel model =
        new NativeModel(graph, List.of(CpuLevel.V4, CpuLevel.V2), List.of(1), directory)) {
      for (Model each : model.models().values()) {
        assertNull(Differences.of(expected, NativeModel.run(each, inputs)));
      }
    }
  }

  /** Units by second order, the others fitted, come nearer than units by magnitude. */
  @Test
  void neuronsAndHeads() {
    Graph whole = NativeModel.improved(SmallTransformer.graph());
    Context context = calibrated();
    List<Pass<Graph>> fitted =
        List.of(
            new PruneHeads(0.5, Saliency.SECOND_ORDER, true, 0.01, List.of()),
            new PruneNeurons(0.5, 16, Saliency.SECOND_ORDER, true, 0.01, List.of()));
    List<Pass<Graph>> blind =
        List.of(
            new PruneHeads(0.5, Saliency.MAGNITUDE, false, 0.01, List.of()),
            new PruneNeurons(0.5, 16, Saliency.MAGNITUDE, false, 0.01, List.of()));
    Map<String, Tensor> inputs = SmallTransformer.inputs(9, 5, 12);
    Tensor expected = GraphInterpreter.run(whole, inputs).get("last_hidden_state");
    double[] errors = new double[2];
    for (int i = 0; i < 2; i++) {
      Graph graph = whole;
      for (Pass<Graph> pass : i == 0 ? fitted : blind) {
        graph = pass.run(graph, context);
      }
      runs(graph);
      errors[i] = error(expected, GraphInterpreter.run(graph, inputs).get("last_hidden_state"));
    }
    assertTrue(errors[0] < 0.8 * errors[1], errors[0] + " and " + errors[1]);
  }

  @Test
  void layers() {
    Graph whole = NativeModel.improved(SmallTransformer.graph());
    Graph half = new PruneLayers(1, List.of(), PruneLayers.Choice.CHANGE).run(whole, calibrated());
    assertTrue(half.nodes().size() < 0.7 * whole.nodes().size());
    runs(half);
  }
}
