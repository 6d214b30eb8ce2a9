package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.runtime.Options;
import org.sinter.tests.embed.Texts;
import org.sinter.tests.minilm.MiniLm.Batch;

/**
 * A text's bits depend neither on the texts beside it nor on the number of threads. All texts run
 * in slices, one alone as a whole.
 */
class BitEqualityTest {
  private static final int[] LENGTHS = {33, 5, 17, 64, 20, 1, 64, 40, 9, 64, 2, 31, 64, 48, 8, 11};

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3", "v4", "v4+vnni+bf16"})
  void alone(String level) {
    Batch all = Batch.random(3, LENGTHS);
    try (Model one = load(level, 1);
        Model two = load(level, 2)) {
      float[] expected = run(one, all);
      same(expected, 0, run(two, all), "2 threads");
      for (int i = 0; i < all.size(); i++) {
        same(expected, i, run(one, part(all, i, i + 1)), "text " + i + " alone");
        same(expected, i, run(two, part(all, i, i + 1)), "text " + i + " alone, 2 threads");
      }
      same(expected, 2, run(two, part(all, 2, 5)), "texts 2 to 4");
    }
  }

  private static Batch part(Batch batch, int from, int to) {
    int n = batch.length();
    return new Batch(
        Arrays.copyOfRange(batch.ids(), from * n, to * n),
        Arrays.copyOfRange(batch.mask(), from * n, to * n),
        to - from,
        n);
  }

  private static void same(float[] expected, int text, float[] found, String what) {
    int at = text * 64 * 384;
    for (int i = 0; i < found.length; i++) {
      assertEquals(
          Float.floatToRawIntBits(expected[at + i]),
          Float.floatToRawIntBits(found[i]),
          what + ", element " + i);
    }
  }

  private static float[] run(Model model, Batch batch) {
    return Texts.result(model, batch.inputs());
  }

  private static Model load(String level, int threads) {
    try {
      return Model.load(MiniLm.jar(), Options.defaults().withLevel(level).withThreads(threads));
    } catch (ModelException e) {
      Assumptions.abort("this CPU cannot run " + level + ": " + e.getMessage());
      return null;
    }
  }
}
