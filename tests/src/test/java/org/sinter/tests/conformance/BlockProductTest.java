package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;
import org.sinter.tests.shapes.OnnxGraph;
import org.sinter.tests.shapes.OnnxGraph.Attribute;

/** {@code MatMulNBits} of random codes, scales and zero points gives what ONNX Runtime gives. */
class BlockProductTest {
  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "4, 64, 48, 32, false",
    "4, 64, 48, 32, true",
    "4, 40, 17, 16, true",
    "4, 200, 50, 64, false",
    "8, 96, 20, 32, false",
    "8, 100, 33, 32, true"
  })
  void sameAsOnnxRuntime(int bits, int k, int n, int block, boolean zeros) throws Exception {
    Path onnx = directory.resolve("product.onnx");
    write(onnx, bits, k, n, block, zeros);
    Path jar = MiniLm.compile(onnx, directory.resolve("m.jar"), "--target", "linux-x86_64");
    try (Model model = Model.load(jar);
        OrtSession peer = MiniLm.peer(onnx, 1)) {
      same(model, peer, 1, k);
      same(model, peer, 13, k);
    }
  }

  private static void write(Path file, int bits, int k, int n, int block, boolean zeros)
      throws IOException {
    Random random = new Random(bits * 31 + k);
    OnnxGraph g = new OnnxGraph("product");
    int blocks = (k + block - 1) / block;
    List<String> in = new ArrayList<>(List.of(g.input("x", OnnxGraph.F32, "m", k)));
    in.add(g.bytes(bytes(random, n * blocks * block * bits / 8), n, blocks, block * bits / 8));
    in.add(g.floats(floats(random, n * blocks), (long) n * blocks));
    if (zeros) {
      int room = (blocks * bits + 7) / 8;
      in.add(g.bytes(bytes(random, n * room), (long) n * room));
    }
    String y =
        g.microsoft(
            "MatMulNBits",
            in,
            Attribute.number("K", k),
            Attribute.number("N", n),
            Attribute.number("bits", bits),
            Attribute.number("block_size", block));
    g.output("y", y, "m", n);
    g.write(file);
  }

  private static byte[] bytes(Random random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static float[] floats(Random random, int count) {
    float[] floats = new float[count];
    for (int i = 0; i < count; i++) {
      floats[i] = (float) random.nextGaussian();
    }
    return floats;
  }

  /** Sums of k products in f32, whatever their order. */
  private static void same(Model model, OrtSession peer, int m, int k) throws Exception {
    float[] x = floats(new Random(m), m * k);
    float[] found = model.run(Map.of("x", Tensor.of(x, m, k))).get("y").floats();
    FloatBuffer buffer = FloatBuffer.wrap(x);
    try (OnnxTensor input =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), buffer, new long[] {m, k});
        OrtSession.Result result = peer.run(Map.of("x", input))) {
      float[] expected = ((OnnxTensor) result.get(0)).getFloatBuffer().array();
      assertEquals(expected.length, found.length);
      double largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int i = 0; i < expected.length; i++) {
        double off = Math.abs(expected[i] - found[i]);
        assertTrue(off <= 1e-5 * largest, "element " + i + " is " + off + " off");
      }
    }
  }
}
