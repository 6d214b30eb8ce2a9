package org.sinter.tests.packed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/** Wrong lengths and ids of a model with ragged inputs are refused, and say why. */
class RaggedMisuseTest {
  private static Model model;

  @BeforeAll
  static void load() {
    model = Model.load(PackedJars.ragged(), Options.defaults().withThreads(1));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Map<String, Tensor> run(long[] ids, long... lengths) {
    return model.run(
        Map.of(
            "input_ids", Tensor.of(ids, ids.length),
            "lengths", Tensor.of(lengths, lengths.length),
            "token_type_ids", Tensor.of(new long[ids.length], ids.length)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3,3",
        "3,1",
        "5,0",
        "6,-1",
        "-1,6",
        "9223372036854775807,6",
        "-9223372036854775808,5"
      })
  void lengthsMustFitTheTokens(String text) {
    long[] lengths = java.util.Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    refused("lengths", () -> run(new long[5], lengths));
  }

  @Test
  void idsAndPlacesMustBeInRange() {
    refused("30522 rows", () -> run(new long[] {101, 30522, 102}, 1, 2));
    refused("512", () -> run(new long[600], 40, 560));
    refused("token_type_ids", () -> wrongShape());
  }

  private static void wrongShape() {
    model.run(
        Map.of(
            "input_ids", Tensor.of(new long[3], 3),
            "lengths", Tensor.of(new long[] {3}, 1),
            "token_type_ids", Tensor.of(new long[4], 4)));
  }

  @Test
  void goesOnAfterARefusal() {
    refused("lengths", () -> run(new long[3], 1, 1));
    assertEquals(2 * 384, run(new long[] {101, 2088, 102}, 1, 2).get("882").floats().length);
  }

  private static void refused(String message, org.junit.jupiter.api.function.Executable call) {
    String found = assertThrows(IllegalArgumentException.class, call).getMessage();
    assertTrue(found.contains(message), found);
  }
}
