package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.runtime.Model;

/**
 * The file that ONNX Runtime's quantizer wrote, run by us and by ONNX Runtime. Integer sums are
 * equal, floats between them to about 1e-6, so results are, too, until an element of some tensor
 * lies so near the middle between two steps that the last bit decides: it moves by a whole step,
 * and with it all that follows (ONNX Runtime differs from itself by 0.2 when its optimiser is off).
 * Which texts have such an element is chance, a last bit in any function decides it anew; what is
 * wrong in every text (a scale, a zero point, a saturated sum) leaves none within the tolerance, so
 * that half of them is demanded.
 */
class QuantizedFileTest {
  private static final double ABSOLUTE = 1e-3;
  private static final double COSINE = 0.98;
  private static final int TEXTS = 24;

  @TempDir static Path directory;

  @Test
  void sameTokensAsOnnxRuntime() throws Exception {
    Path onnx = MiniLm.quantized(directory);
    Path jar = directory.resolve("q.jar");
    MiniLm.compile(onnx, jar, "--target", "linux-x86_64");
    int equal = 0;
    try (Model model = Model.load(jar);
        OrtSession peer = MiniLm.peer(onnx, 1)) {
      for (int i = 0; i < TEXTS; i++) {
        MiniLm.Batch batch = MiniLm.Batch.random(i, 1 + i / 2);
        float[] found = model.run(batch.inputs()).get("last_hidden_state").floats();
        float[] expected = expected(peer, batch);
        double cosine = cosine(expected, found);
        assertTrue(cosine >= COSINE, "text " + i + ": cosine " + cosine);
        equal += largest(expected, found) <= ABSOLUTE ? 1 : 0;
      }
    }
    assertTrue(2 * equal >= TEXTS, equal + " of " + TEXTS + " texts are within " + ABSOLUTE);
  }

  private static float[] expected(OrtSession peer, MiniLm.Batch batch) throws Exception {
    try (OrtSession.Result result = peer.run(batch.peerInputs(OrtEnvironment.getEnvironment()))) {
      OnnxTensor tensor = (OnnxTensor) result.get("last_hidden_state").orElseThrow();
      float[] values = new float[tensor.getFloatBuffer().remaining()];
      tensor.getFloatBuffer().get(values);
      return values;
    }
  }

  private static double largest(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static double cosine(float[] a, float[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
