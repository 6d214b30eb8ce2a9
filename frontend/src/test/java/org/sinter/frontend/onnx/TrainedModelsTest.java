package org.sinter.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.frontend.SharedData;
import org.sinter.frontend.tensor.Npz;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;

/** Whole models of other makers against their reference outputs. */
class TrainedModelsTest {
  @ParameterizedTest
  @ValueSource(strings = {"g2p-bart-us", "stories656k", "rxnmapper-albert"})
  void givesTheFirstReference(String name) {
    Path directory = SharedData.find("models").resolve(name);
    Graph graph = OnnxReader.read(directory.resolve("model.onnx"));
    Map<String, Tensor> refs = Safetensors.read(directory.resolve("refs.safetensors")).tensors();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Param param : graph.params()) {
      inputs.put(param.name(), refs.get("case0." + param.name()));
    }
    Tensor found = GraphInterpreter.run(graph, inputs).values().iterator().next();
    double error = Comparison.error(refs.get("case0.logits"), found, null);
    assertTrue(error < 1e-4, "error " + error);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CCT-FP32-CCT_1_16_16_8",
        "CCT-FP32-CCT_1_16_16_64",
        "CCT-FP32-CCT_1_32_32_8",
        "TinyViT-Demo",
        "Transformer_DeepQuant"
      })
  void givesTheGoldenOutput(String name) {
    Path directory = SharedData.find("onnx-graphs").resolve(name);
    Graph graph = OnnxReader.read(directory.resolve("network.onnx"));
    Tensor input = Npz.read(directory.resolve("inputs.npz")).values().iterator().next();
    Tensor output = Npz.read(directory.resolve("outputs.npz")).values().iterator().next();
    Map<String, Tensor> inputs = Map.of(graph.params().get(0).name(), input);
    Tensor found = GraphInterpreter.run(graph, inputs).values().iterator().next();
    double error = Comparison.error(output, found, null);
    assertTrue(error < 1e-4, "error " + error);
  }

  @Test
  void cachedDecoderOfMicrosoftsOps() {
    Path file = SharedData.find("onnx-graphs").resolve("tiny-random-gpt2-fp32/past.onnx");
    Graph graph = OnnxReader.read(file);
    assertEquals("past_seq_len", graph.params().get(3).type().dim(3).toString());
    Dim present = graph.results().get(1).type().dim(3);
    assertEquals(List.of("past_seq_len", "seq_len"), List.copyOf(present.symbols()));
  }
}
