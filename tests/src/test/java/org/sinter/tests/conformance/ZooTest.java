package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Exported architectures against PyTorch: the first case on this CPU's best level, or with {@code
 * -Dsinter.long=true} every case by every executor and CPU level.
 */
class ZooTest {
  static final List<String> ALL =
      List.of("native", "native:v4", "native:v3", "native:v2", "kernels", "passes", "interpreter");

  private static final double TOLERANCE = 1e-4;

  /** T5 does not scale its attention scores, so rounding shows more. */
  private static final double T5_TOLERANCE = 1e-3;

  private static final Tally TALLY = new Tally();

  @AfterAll
  static void print() {
    TALLY.print("hf-zoo");
  }

  @Test
  void bothExportersOf25Architectures() throws IOException {
    List<Path> models = models();
    assertEquals(51, models.size());
    assertEquals(25, models.stream().map(Path::getParent).distinct().count());
  }

  @TestFactory
  Stream<DynamicNode> architectures() throws IOException {
    List<String> ways = Shared.isLong() ? ALL : List.of("native");
    return models().stream().map(model -> subject(model).tests(ways, TALLY));
  }

  private static Subject subject(Path model) {
    String family = model.getParent().getFileName().toString();
    double tolerance = family.startsWith("t5") ? T5_TOLERANCE : TOLERANCE;
    List<Reference> references = Reference.beside(model);
    return new Subject(
        family + "/" + model.getFileName(),
        model,
        Shared.isLong() ? references : references.subList(0, 1),
        tolerance);
  }

  private static List<Path> models() throws IOException {
    try (Stream<Path> files = Files.walk(Shared.data("hf-zoo"), 2)) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList();
    }
  }
}
