package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Sinter;
import org.sinter.runtime.Model;

/** ONNX Runtime runs what passes have made of MiniLM, written as ONNX. */
class OnnxExportTest {
  private static final MiniLm.Batch BATCH = MiniLm.Batch.random(5, 9, 4);

  private static final int TEXTS = 24;

  @TempDir Path directory;

  private Path export(String pipeline) throws Exception {
    Path out = directory.resolve(pipeline + ".onnx");
    Path onnx = MiniLm.onnx(directory);
    String[] command = {"opt", onnx.toString(), "--pipeline", pipeline, "-o", out.toString()};
    assertEquals(0, Sinter.commandLine().execute(command));
    return out;
  }

  private static float[] inPeer(Path onnx) throws Exception {
    try (OrtSession session = MiniLm.peer(onnx, 1)) {
      return run(session, BATCH);
    }
  }

  private static float[] run(OrtSession session, MiniLm.Batch batch) throws Exception {
    try (OrtSession.Result result =
        session.run(batch.peerInputs(OrtEnvironment.getEnvironment()))) {
      OnnxTensor tensor = (OnnxTensor) result.get("output_0").orElseThrow();
      float[] values = new float[tensor.getFloatBuffer().remaining()];
      tensor.getFloatBuffer().get(values);
      return values;
    }
  }

  @Test
  void afterStandardTheNumbersAreThoseOfTheModel() throws Exception {
    float[] found = inPeer(export("standard"));
    Files.delete(directory.resolve("all-minilm-l6-v2.onnx"));
    float[] expected = inPeer(MiniLm.onnx(directory));
    assertArrayEquals(expected, found, 1e-4f);
  }

  /**
   * Sums of integers are exact in both, so that only f32 in other orders differs: in the last bits,
   * unless that moves a value over the edge between two integers. Of texts this short most have
   * none there.
   */
  @Test
  void int8ProductsAreThoseOfOurKernels() throws Exception {
    Path written = export("int8");
    assertTrue(Files.size(written) < 26 << 20, "bytes: " + Files.size(written));
    List<Double> errors = new ArrayList<>();
    try (OrtSession session = MiniLm.peer(written, 1);
        Model model = Model.load(MiniLm.int8())) {
      for (int seed = 0; seed < TEXTS; seed++) {
        MiniLm.Batch text = MiniLm.Batch.random(seed, 4);
        errors.add(error(model.run(text.inputs()).get("output_0").floats(), run(session, text)));
      }
    }
    long exact = errors.stream().filter(e -> e < 1e-5).count();
    assertTrue(exact > TEXTS / 2 && errors.stream().allMatch(e -> e < 0.1), errors.toString());
  }

  /** The root of the squared differences over the squares. */
  private static double error(float[] own, float[] found) {
    assertEquals(own.length, found.length);
    double error = 0;
    double size = 0;
    for (int i = 0; i < own.length; i++) {
      error += Math.pow(own[i] - found[i], 2);
      size += Math.pow(own[i], 2);
    }
    return Math.sqrt(error / size);
  }
}
