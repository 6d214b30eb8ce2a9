package org.sinter.tests.shapes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;
import org.sinter.tests.raised.OpCounts;

/** Small models of each architecture are raised whole and give what ONNX Runtime gives. */
class ShapesTest {
  private static final List<String> SEEN =
      List.of("attention", "gelu", "layer-norm", "softmax", "erf", "tanh", "pow", "sqrt", "reduce");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"bert", "vit", "gpt2"})
  void raised(String name) throws Exception {
    Map<String, Integer> counts = OpCounts.of(Shape.small(name).onnx(directory));
    Map<String, Integer> seen = new LinkedHashMap<>(counts);
    seen.keySet().retainAll(SEEN);
    assertEquals(Map.of("attention", 2, "gelu", 2, "layer-norm", 5), seen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bert", "vit", "gpt2"})
  void sameAsOnnxRuntime(String name) throws Exception {
    Shape shape = Shape.small(name);
    Path onnx = shape.onnx(directory);
    Path jar = MiniLm.compile(onnx, directory.resolve("m.jar"), "--target", "linux-x86_64");
    try (Model model = Model.load(jar);
        OrtSession peer = MiniLm.peer(onnx, 1)) {
      same(shape, model, peer, 1);
      same(shape, model, peer, 40, 40, 40);
      same(shape, model, peer, 17, 5, 64);
    }
  }

  private static void same(Shape shape, Model model, OrtSession peer, int... lengths)
      throws Exception {
    Map<String, Tensor> inputs = shape.inputs(lengths);
    float[] found = model.run(inputs).get("last_hidden_state").floats();
    try (OrtSession.Result result = peer.run(Shape.peer(inputs))) {
      float[] expected = ((OnnxTensor) result.get(0)).getFloatBuffer().array();
      double worst = 0;
      double largest = 0;
      for (int i = 0; i < expected.length; i++) {
        if (isToken(shape, inputs, i)) {
          worst = Math.max(worst, Math.abs(expected[i] - found[i]));
          largest = Math.max(largest, Math.abs(expected[i]));
        }
      }
      assertEquals(expected.length, found.length);
      assertTrue(largest > 0.5, "the largest value is " + largest);
      assertTrue(worst <= 1e-5 * largest, worst + " off of at most " + largest);
    }
  }

  /** Rows of padding are nobody's concern. */
  private static boolean isToken(Shape shape, Map<String, Tensor> inputs, int element) {
    Tensor mask = inputs.get("attention_mask");
    return mask == null || mask.longs()[element / shape.size().width()] == 1;
  }
}
