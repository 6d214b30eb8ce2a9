package org.sinter.tests.packed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;
import org.sinter.tests.minilm.MiniLm.Batch;

/**
 * MiniLM's vectors of a text are the same bits packed among others, packed alone, dense with
 * padding, and from ragged inputs; with one thread and with two.
 */
class PackedBitsTest {
  private static final int WIDTH = 384;

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3", "v4", "v4+vnni+bf16"})
  void packedAloneDenseAndRagged(String level) {
    Batch batch = Batch.random(11, new Random(5).ints(9, 1, 129).toArray());
    try (Model dense = PackedJars.load(MiniLm.jar(), level, 2);
        Model one = PackedJars.load(PackedJars.packed(), level, 1);
        Model two = PackedJars.load(PackedJars.packed(), level, 2);
        Model ragged = PackedJars.load(PackedJars.ragged(), level, 2)) {
      Map<String, Tensor> expected = dense.run(batch.inputs());
      Map<String, Tensor> found = one.run(batch.inputs());
      tokens(batch, -1, expected, found);
      same(found, two.run(batch.inputs()));
      assertBits(pooled(expected), pooled(found), "pooled");
      for (int i = 0; i < batch.size(); i++) {
        alone(batch, i, found, (i % 2 == 0 ? one : two).run(text(batch, i).inputs()));
      }
      ragged(batch, found, ragged.run(Ragged.of(batch)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3", "v4"})
  void textsOfOtherMasksAreDense(String level) {
    Batch batch = Batch.random(12, 7, 33, 20);
    try (Model dense = PackedJars.load(MiniLm.jar(), level, 2);
        Model packed = PackedJars.load(PackedJars.packed(), level, 2)) {
      for (int kind = 0; kind < 4; kind++) {
        long[] mask = batch.mask().clone();
        int text = kind == 0 ? 1 : 0;
        switch (kind) {
          case 0 -> mask[33] = 0;
          case 1 -> mask[2] = 2;
          case 2 -> Arrays.fill(mask, 0, 33, 0);
          default -> mask[32] = 1;
        }
        Batch other = new Batch(batch.ids(), mask, batch.size(), batch.length());
        Map<String, Tensor> expected = dense.run(other.inputs());
        Map<String, Tensor> found = packed.run(other.inputs());
        tokens(other, text, expected, found);
        assertBits(pooled(expected), pooled(found), "pooled");
      }
    }
  }

  private static Batch text(Batch batch, int i) {
    int n = batch.length();
    int size = 0;
    while (size < n && batch.mask()[i * n + size] == 1) {
      size++;
    }
    return new Batch(
        Arrays.copyOfRange(batch.ids(), i * n, i * n + size),
        Arrays.copyOfRange(batch.mask(), i * n, i * n + size),
        1,
        size);
  }

  /** Equal where the mask is 1 and everywhere in text {@code whole}, zero elsewhere. */
  private static void tokens(
      Batch batch, int whole, Map<String, Tensor> dense, Map<String, Tensor> packed) {
    float[] expected = vectors(dense);
    float[] found = vectors(packed);
    for (int token = 0; token < batch.mask().length; token++) {
      int at = token * WIDTH;
      float[] row = Arrays.copyOfRange(found, at, at + WIDTH);
      boolean kept = batch.mask()[token] == 1 || token / batch.length() == whole;
      float[] own = kept ? Arrays.copyOfRange(expected, at, at + WIDTH) : new float[WIDTH];
      assertBits(own, row, "token " + token);
    }
  }

  private static void alone(Batch batch, int i, Map<String, Tensor> all, Map<String, Tensor> one) {
    float[] found = vectors(one);
    int at = i * batch.length() * WIDTH;
    assertBits(Arrays.copyOfRange(vectors(all), at, at + found.length), found, "text " + i);
    assertBits(
        Arrays.copyOfRange(pooled(all), i * WIDTH, (i + 1) * WIDTH), pooled(one), "text " + i);
  }

  private static void ragged(Batch batch, Map<String, Tensor> padded, Map<String, Tensor> packed) {
    float[] all = vectors(padded);
    float[] found = vectors(packed);
    int at = 0;
    for (int token = 0; token < batch.mask().length; token++) {
      if (batch.mask()[token] == 1) {
        float[] expected = Arrays.copyOfRange(all, token * WIDTH, (token + 1) * WIDTH);
        assertBits(expected, Arrays.copyOfRange(found, at, at + WIDTH), "ragged token " + token);
        at += WIDTH;
      }
    }
    assertEquals(at, found.length);
    assertBits(pooled(padded), pooled(packed), "ragged, pooled");
  }

  private static void same(Map<String, Tensor> expected, Map<String, Tensor> found) {
    assertBits(vectors(expected), vectors(found), "token vectors");
    assertBits(pooled(expected), pooled(found), "pooled");
  }

  private static float[] vectors(Map<String, Tensor> results) {
    return results.get("output_0").floats();
  }

  private static float[] pooled(Map<String, Tensor> results) {
    return results.get("882").floats();
  }

  private static void assertBits(float[] expected, float[] found, String what) {
    if (!Arrays.equals(bits(expected), bits(found))) {
      assertArrayEquals(expected, found, what);
      assertArrayEquals(bits(expected), bits(found), what);
    }
  }

  private static int[] bits(float[] x) {
    int[] bits = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      bits[i] = Float.floatToRawIntBits(x[i]);
    }
    return bits;
  }
}
