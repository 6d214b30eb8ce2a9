package org.sinter.tests.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.interp.ProgramInterpreter;
import org.sinter.passes.Context;
import org.sinter.passes.Remark;
import org.sinter.passes.graph.PackTokens;
import org.sinter.passes.graph.PoolTokens;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Tile;
import org.sinter.tests.targets.SmallTransformer;

/** A small encoder packed and ragged, interpreted as graph and as kernels, against itself. */
class PackedMeaningTest {
  private static final int[] LENGTHS = {3, 1, 6, 2};
  private static final Graph GRAPH = SmallTransformer.graph(1e30);

  @Test
  void tokensAndZeros() {
    Map<String, Tensor> inputs = SmallTransformer.inputs(LENGTHS);
    Tensor expected = GraphInterpreter.run(GRAPH, inputs).get("last_hidden_state");
    Tensor mask = inputs.get("attention_mask");
    for (Tensor found : results(pack(GRAPH), inputs)) {
      for (long i = 0; i < found.size(); i++) {
        double kept = mask.integer(i / 48);
        assertEquals(kept * expected.real(i), found.real(i), 1e-5, "element " + i);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(PoolTokens.Kind.class)
  void pooled(PoolTokens.Kind kind) {
    Graph pooled = new PoolTokens(kind, "attention_mask", true).run(GRAPH, Context.silent());
    Map<String, Tensor> inputs = SmallTransformer.inputs(LENGTHS);
    Tensor expected = GraphInterpreter.run(pooled, inputs).get("embedding");
    List<Tensor> all = new ArrayList<>(results(pack(pooled), inputs));
    Graph ragged = new PackTokens(PackTokens.Form.RAGGED).run(pooled, Context.silent());
    all.addAll(results(ragged, ragged(inputs)));
    for (Tensor found : all) {
      assertEquals(expected.size(), found.size());
      for (long i = 0; i < found.size(); i++) {
        assertEquals(expected.real(i), found.real(i), 1e-5, "element " + i);
      }
    }
  }

  @Test
  void aMaskThatIsNotLowEnoughIsLeft() {
    Graph graph = SmallTransformer.graph(10000);
    List<Remark> remarks = new ArrayList<>();
    assertSame(graph, new PackTokens().run(graph, new Context("pack-tokens", remarks::add)));
    assertTrue(remarks.get(0).toString().contains("hides keys"), remarks.toString());
  }

  private static Graph pack(Graph graph) {
    Graph packed = new PackTokens().run(graph, Context.silent());
    assertTrue(packed != graph);
    return packed;
  }

  private static List<Tensor> results(Graph graph, Map<String, Tensor> inputs) {
    Tile tile = Tile.of(16, 16);
    return List.of(
        GraphInterpreter.run(graph, inputs).values().iterator().next(),
        ProgramInterpreter.run(LowerToKernels.run(graph, List.of(tile)).get(0), inputs)
            .values()
            .iterator()
            .next());
  }

  private static Map<String, Tensor> ragged(Map<String, Tensor> padded) {
    Tensor ids = padded.get("input_ids");
    Tensor mask = padded.get("attention_mask");
    List<Long> kept = new ArrayList<>();
    for (long i = 0; i < ids.size(); i++) {
      if (mask.integer(i) == 1) {
        kept.add(ids.integer(i));
      }
    }
    Tensor packed = Tensor.allocate(DType.I64, kept.size());
    for (int i = 0; i < kept.size(); i++) {
      packed.set(i, kept.get(i).longValue());
    }
    Tensor lengths = Tensor.allocate(DType.I64, LENGTHS.length);
    for (int i = 0; i < LENGTHS.length; i++) {
      lengths.set(i, (long) LENGTHS[i]);
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", packed);
    inputs.put("lengths", lengths);
    return inputs;
  }
}
