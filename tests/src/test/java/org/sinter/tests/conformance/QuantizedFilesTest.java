package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtSession;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.cli.Difference;
import org.sinter.cli.Executors;
import org.sinter.cli.HostLevel;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;
import org.sinter.tests.minilm.MiniLm;
import org.sinter.tests.quality.Peer;

/**
 * A small BERT as ONNX Runtime's tools quantized it ({@code quantize_zoo.py}), compiled and run
 * beside ONNX Runtime. Sums of integers are exact; a last bit of a float may move an element by a
 * step, so that one input in four may be further off.
 */
class QuantizedFilesTest {
  private static final double SAME = 1e-4;
  private static final double A_STEP = 0.05;
  private static final int INPUTS = 8;
  private static final int VOCABULARY = 99;

  /** The second number is how many products have the form with a kernel, u8 by constant i8. */
  @ParameterizedTest
  @CsvSource({"bert-dyn-opt-saved, 9", "bert-qop-u8u8, 13", "bert-b4-gather, 0"})
  void sameAsOnnxRuntime(String name, int products) throws Exception {
    Path onnx =
        Path.of(QuantizedFilesTest.class.getResource("quantized/" + name + ".onnx").toURI());
    int equal = 0;
    try (Executors executors = Executors.of(onnx, HostLevel.best());
        OrtSession peer = MiniLm.peer(onnx, 1)) {
      assertEquals(products, products(executors.improved()), "products of integers");
      for (int i = 0; i < INPUTS; i++) {
        double error = error(executors, peer, i);
        assertTrue(error <= A_STEP, "input " + i + ": " + error);
        equal += error <= SAME ? 1 : 0;
      }
    }
    assertTrue(4 * equal >= 3 * INPUTS, equal + " of " + INPUTS + " inputs are within " + SAME);
  }

  /** Products of u8 by constant i8, whose sums are i32. */
  private static long products(Graph graph) {
    return graph.nodes().stream().filter(QuantizedFilesTest::isProduct).count();
  }

  private static boolean isProduct(Node node) {
    return node.op() instanceof MatMul
        && node.result().type().dtype() == DType.I32
        && isWidened(node.input(0), DType.U8)
        && isWidened(node.input(1), DType.I8);
  }

  private static boolean isWidened(Value value, DType from) {
    return value instanceof Node.Result r
        && r.node().op() instanceof Convert
        && r.node().input(0).type().dtype() == from;
  }

  /** Two texts of {@code 3 + i} tokens, the second padded; relative to the largest element. */
  private static double error(Executors executors, OrtSession peer, int i) throws Exception {
    int length = 3 + i;
    long[] ids = new Random(i).longs(2L * length, 1, VOCABULARY).toArray();
    long[] mask = new long[2 * length];
    Arrays.fill(mask, 0, 2 * length - i / 2, 1);
    Map<String, org.sinter.runtime.Tensor> given = new LinkedHashMap<>();
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    given.put("input_ids", org.sinter.runtime.Tensor.of(ids, 2, length));
    given.put("attention_mask", org.sinter.runtime.Tensor.of(mask, 2, length));
    inputs.put("input_ids", Tensor.of(ids, 2, length));
    inputs.put("attention_mask", Tensor.of(mask, 2, length));
    org.sinter.runtime.Tensor expected = Peer.run(peer, given);
    Tensor found = executors.run("native", inputs).get("output_0");
    Tensor same = Tensor.of(expected.floats(), expected.shape());
    return Difference.of(same, found, null).relative();
  }
}
