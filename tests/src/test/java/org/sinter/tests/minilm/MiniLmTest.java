package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.runtime.Options;

/** Token vectors of ragged batches are those of ONNX Runtime, on the code of every CPU level. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MiniLmTest {
  /** The two sum in different orders over up to 1536 terms of a 6-layer network in f32. */
  private static final double COSINE = 0.999999;

  private static final double ABSOLUTE = 2e-4;

  private static final List<int[]> BATCHES =
      List.of(
          new int[] {1},
          new int[] {2, 1, 7},
          new int[] {33, 5, 17, 64},
          new int[] {128},
          new int[] {200, 130, 9},
          new int[] {512, 3});

  @TempDir static Path directory;
  private Path onnx;
  private Path jar;

  @BeforeAll
  void compile() throws Exception {
    onnx = MiniLm.onnx(directory);
    jar = MiniLm.jar();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3", "v4", "v4+vnni+bf16"})
  void sameTokensAsOnnxRuntime(String level) throws Exception {
    try (Model model = load(level);
        OrtSession peer = MiniLm.peer(onnx, 2)) {
      for (int[] lengths : BATCHES) {
        compare(model, peer, MiniLm.Batch.random(lengths[0], lengths));
      }
    }
  }

  private Model load(String level) {
    try {
      return Model.load(jar, Options.defaults().withLevel(level));
    } catch (ModelException e) {
      Assumptions.abort("this CPU cannot run " + level + ": " + e.getMessage());
      return null;
    }
  }

  private static void compare(Model model, OrtSession peer, MiniLm.Batch batch) throws Exception {
    String name = model.outputs().get(0).name();
    float[] found = model.run(batch.inputs()).get(name).floats();
    try (OrtSession.Result result = peer.run(batch.peerInputs(OrtEnvironment.getEnvironment()))) {
      FloatBuffer expected =
          ((ai.onnxruntime.OnnxTensor) result.get(name).orElseThrow()).getFloatBuffer();
      for (int token = 0; token < batch.mask().length; token++) {
        if (batch.mask()[token] == 1) {
          compare(expected, found, token * 384, "token " + token + " of " + batch.length());
        }
      }
    }
  }

  private static void compare(FloatBuffer expected, float[] found, int at, String what) {
    double dot = 0;
    double e2 = 0;
    double f2 = 0;
    double worst = 0;
    for (int i = at; i < at + 384; i++) {
      double e = expected.get(i);
      dot += e * found[i];
      e2 += e * e;
      f2 += (double) found[i] * found[i];
      worst = Math.max(worst, Math.abs(e - found[i]));
    }
    double cosine = dot / Math.sqrt(e2 * f2);
    assertTrue(cosine >= COSINE, what + ": cosine " + cosine);
    assertTrue(worst <= ABSOLUTE, what + ": largest error " + worst);
  }
}
