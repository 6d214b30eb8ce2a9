package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Sinter;
import org.sinter.runtime.Model;

/** ONNX Runtime runs what passes have made of MiniLM, written as ONNX. */
class OnnxExportTest {
  private static final MiniLm.Batch BATCH = MiniLm.Batch.random(5, 9, 4);

  @TempDir Path directory;

  private Path export(String pipeline) throws Exception {
    Path out = directory.resolve(pipeline + ".onnx");
    Path onnx = MiniLm.onnx(directory);
    String[] command = {"opt", onnx.toString(), "--pipeline", pipeline, "-o", out.toString()};
    assertEquals(0, Sinter.commandLine().execute(command));
    return out;
  }

  private static float[] inPeer(Path onnx) throws Exception {
    try (OrtSession session = MiniLm.peer(onnx, 1);
        OrtSession.Result result = session.run(BATCH.peerInputs(OrtEnvironment.getEnvironment()))) {
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

  /** Sums of integers are exact in both, so that only f32 in other orders differs. */
  @Test
  void int8ProductsAreThoseOfOurKernels() throws Exception {
    Path written = export("int8");
    assertTrue(Files.size(written) < 26 << 20, "bytes: " + Files.size(written));
    float[] found = inPeer(written);
    Path jar =
        MiniLm.compile(
            directory.resolve("all-minilm-l6-v2.onnx"),
            directory.resolve("int8.jar"),
            "--pipeline",
            "int8",
            "--target",
            "linux-x86_64:v3");
    try (Model model = Model.load(jar)) {
      float[] own = model.run(BATCH.inputs()).get("output_0").floats();
      double error = 0;
      double size = 0;
      for (int i = 0; i < own.length; i++) {
        error += Math.pow(own[i] - found[i], 2);
        size += Math.pow(own[i], 2);
      }
      assertTrue(error < 1e-4 * size, "relative error " + Math.sqrt(error / size));
      assertEquals(own.length, found.length, Arrays.toString(BATCH.mask()));
    }
  }
}
