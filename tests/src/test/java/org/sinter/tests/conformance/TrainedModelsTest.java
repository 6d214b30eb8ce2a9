package org.sinter.tests.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Sinter;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Tensor;

/** Trained models against PyTorch's logits; what the ALBERT's layers share is stored once. */
class TrainedModelsTest {
  private static final double TOLERANCE = 1e-4;
  private static final List<String> NATIVE =
      ZooTest.ALL.stream().filter(how -> how.startsWith("native")).toList();

  private static final Tally TALLY = new Tally();

  @AfterAll
  static void print() {
    TALLY.print("trained models");
  }

  @TestFactory
  Stream<DynamicNode> giveTheReferences() {
    return Stream.of("rxnmapper-albert", "g2p-bart-us", "stories656k")
        .map(
            name -> {
              Path folder = Shared.data("models/" + name);
              List<Reference> references = Reference.in(folder.resolve("refs.safetensors"));
              return new Subject(name, folder.resolve("model.onnx"), references, TOLERANCE)
                  .tests(ways(name), TALLY);
            });
  }

  /** The ALBERT's billions of multiply-adds are too many for an interpreter. */
  private static List<String> ways(String name) {
    return !Shared.isLong()
        ? List.of("native")
        : name.equals("rxnmapper-albert") ? NATIVE : ZooTest.ALL;
  }

  /** 12 layers with one set of weights: the jar holds the parameters and little more. */
  @Test
  void sharedLayersAreStoredOnce(@TempDir Path directory) throws IOException {
    Path folder = Shared.data("models/rxnmapper-albert");
    Path jar = directory.resolve("albert.jar");
    int status =
        Sinter.commandLine()
            .execute(
                "compile",
                folder.resolve("model.onnx").toString(),
                "-o",
                jar.toString(),
                "--target",
                "linux-x86_64:v3,v4");
    assertTrue(status == 0, "compile ended with " + status);
    long parameters =
        Safetensors.read(folder.resolve("model.safetensors")).tensors().values().stream()
                .mapToLong(Tensor::size)
                .sum()
            * Float.BYTES;
    long weights = weights(jar);
    System.out.printf(
        "rxnmapper-albert: %d weight bytes, %d parameter bytes%n", weights, parameters);
    assertTrue(
        weights <= parameters * 1.1 && weights >= parameters * 0.7,
        weights + " bytes of weights for " + parameters + " bytes of parameters");
  }

  private static long weights(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .filter(e -> e.getName().contains("/weights-"))
          .mapToLong(ZipEntry::getSize)
          .sum();
    }
  }
}
