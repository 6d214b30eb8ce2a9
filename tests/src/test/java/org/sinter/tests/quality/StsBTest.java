package org.sinter.tests.quality;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sinter.tests.minilm.MiniLm;

/** MiniLM reaches on the STS benchmark what it is known for, and the task is scored rightly. */
class StsBTest {
  /** Measured through langchain4j and ONNX Runtime. */
  private static final double KNOWN = 0.8672;

  @Test
  void reachesWhatIsKnown() throws Exception {
    StsB task = new StsB();
    assertEquals(KNOWN, task.spearman(task.vectors(MiniLm.jar())), 5e-5);
  }

  /** {@code -Dbless=true} writes the lengths down. */
  @Test
  void lengthsAreTheTokenizers() throws IOException {
    int[] lengths = new StsB().lengths();
    if (Boolean.getBoolean("bless")) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < lengths.length; i++) {
        text.append(lengths[i]).append(i % 30 == 29 ? '\n' : ' ');
      }
      Files.writeString(Path.of("src/test/resources" + Lengths.RESOURCE), text);
    }
    assertArrayEquals(lengths, Lengths.all());
  }

  @Test
  void ranksOfEqualValuesAreShared() {
    assertArrayEquals(
        new double[] {1, 3, 3, 5, 3}, Spearman.ranks(new double[] {-2, 7, 7, 9, 7}), 0);
  }

  @Test
  void correlation() {
    double[] a = {1, 2, 3, 4, 5};
    assertEquals(1, Spearman.of(a, new double[] {1, 4, 9, 16, 25}), 1e-12);
    assertEquals(-1, Spearman.of(a, new double[] {0, -1, -2, -3, -9}), 1e-12);
    assertEquals(0.8, Spearman.of(a, new double[] {2, 1, 3, 5, 4}), 1e-12);
  }

  @Test
  void fieldsInQuotes() {
    assertEquals(
        List.of("a, b", "say \"so\", he said", "2.4"),
        Pair.fields("\"a, b\",\"say \"\"so\"\", he said\",2.4"));
  }
}
