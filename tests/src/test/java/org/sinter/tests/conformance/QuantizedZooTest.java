package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sinter.cli.Executors;
import org.sinter.cli.HostLevel;
import org.sinter.ir.op.QuantizeRows;

/**
 * Exported architectures with everything in 8 bits against PyTorch in fp32: shared layers, weights
 * in GPT-2's layout and images; with {@code -Dsinter.long=true} all encoders. The weights are
 * untrained, so that errors do not average out as in a trained model.
 */
class QuantizedZooTest {
  /** Of the largest output. */
  private static final double TOLERANCE = 0.1;

  /** The models are small: even their smallest weights are quantized. */
  private static final String PIPELINE = "standard, quantize {least = 256}";

  private static final List<String> SOME = List.of("albert", "gpt2", "vit");

  private static final List<String> ALL =
      List.of(
          "albert",
          "bart-encoder",
          "bert",
          "bert-mlm",
          "bert-seqcls",
          "clip-text",
          "deberta-v2",
          "distilbert",
          "electra",
          "gpt2",
          "llama",
          "swin",
          "t5-encoder",
          "vit");

  @TestFactory
  Stream<DynamicTest> encoders() {
    return (Shared.isLong() ? ALL : SOME)
        .stream().map(name -> dynamicTest(name, () -> check(Shared.data("hf-zoo/" + name))));
  }

  private static void check(Path folder) throws Exception {
    Path model = folder.resolve("legacy.onnx");
    try (Executors executors = Executors.of(model, PIPELINE, HostLevel.best())) {
      boolean quantizes =
          executors.improved().nodes().stream().anyMatch(n -> n.op() instanceof QuantizeRows);
      assertTrue(quantizes, "nothing is quantized");
      Reference reference = Reference.beside(model).get(0);
      double error = reference.error(executors.run("native", reference.inputs()));
      assertTrue(error <= TOLERANCE && error > 1e-4, "relative error " + error);
    }
  }
}
