package org.sinter.tests.quality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.sinter.tests.minilm.MiniLm;

/** What the pipeline {@code int8} leaves of MiniLM's quality, and of its bytes. */
class Int8QualityTest {
  /** Of fp32 on the STS benchmark. */
  private static final double SPEARMAN = 0.8672;

  /** Of the peer's own int8 file, each sentence alone, to its fp32 file: {@link StsB} prints it. */
  private static final double PEER_MEAN = 0.9918;

  private static final double LEAST = 0.985;

  @Test
  void closeToFp32() throws Exception {
    StsB task = new StsB();
    double[][] vectors = task.vectors(MiniLm.int8());
    assertTrue(Math.abs(task.spearman(vectors) - SPEARMAN) <= 0.0015);
    double[] cosines = StsB.cosines(task.vectors(MiniLm.jar()), vectors);
    double least = Arrays.stream(cosines).min().orElseThrow();
    double mean = Arrays.stream(cosines).average().orElseThrow();
    assertTrue(least >= LEAST, "least cosine " + least);
    assertTrue(mean >= PEER_MEAN, "mean cosine " + mean);
  }

  @Test
  void aQuarterOfTheBytes() throws IOException {
    double share = (double) weights(MiniLm.int8()) / weights(MiniLm.jar());
    assertTrue(share <= 0.26, "weights are " + share + " of fp32's");
  }

  private static long weights(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .filter(e -> e.getName().endsWith(".bin"))
          .mapToLong(e -> e.getSize())
          .sum();
    }
  }

  @Test
  void aTextsVectorDependsOnTheTextAlone() throws IOException {
    Invariance all = Invariance.of(MiniLm.int8(), Invariance.texts());
    assertEquals(0, all.different(), all.toString());
  }
}
