package org.sinter.tests.minilm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.runtime.Cancellation;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.tests.embed.Texts;

/** Wrong inputs of MiniLM are named before native code reads them, and the next run is right. */
class MisuseTest {
  private static Model model;
  private static float[] expected;

  @BeforeAll
  static void load() {
    model = Model.load(MiniLm.jar(), Options.defaults().withThreads(1));
    expected = right();
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static float[] right() {
    return Texts.result(model, Texts.of(2, 9));
  }

  private static void refused(String name, Tensor tensor, String... parts) {
    Map<String, Tensor> inputs = new HashMap<>(Texts.of(2, 9));
    inputs.put(name, tensor);
    refused(inputs, parts);
  }

  private static void refused(Map<String, Tensor> inputs, String... parts) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.run(inputs)).getMessage();
    for (String part : parts) {
      assertTrue(message.contains(part), message + " does not say " + part);
    }
    assertArrayEquals(expected, right());
  }

  @Test
  void missingAndUnknownNames() {
    refused("mask", Tensor.of(new long[1], 1), "mask", "input_ids");
    refused("attention_mask", null, "attention_mask", "missing");
    refused(Map.of(), "missing");
  }

  @Test
  void elementTypesAndShapes() {
    refused("input_ids", Tensor.of(new float[18], 2, 9), "input_ids", "f32", "i64");
    refused("input_ids", Tensor.of(new int[18], 2, 9), "input_ids", "i32", "i64");
    refused("input_ids", Tensor.of(new long[18], 18), "input_ids", "rank 2");
    refused("input_ids", Tensor.of(new long[18], 1, 2, 9), "input_ids", "rank 2");
    refused("token_type_ids", Tensor.of(new long[20], 2, 10), "token_type_ids", "10");
    refused("token_type_ids", Tensor.of(new long[27], 3, 9), "token_type_ids", "3");
    refused("attention_mask", Tensor.of(new long[0], 2, 0), "0");
  }

  @ParameterizedTest
  @ValueSource(ints = {513, 600, 100_000})
  void longerThanTheTableOfPositions(int length) {
    refused(Texts.of(1, length), "512", Integer.toString(length));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {30_522, 30_523, -30_523, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 62})
  void tokenOutOfRange(long token) {
    for (int at : new int[] {0, 8, 17}) {
      long[] ids = new long[18];
      ids[at] = token;
      refused("input_ids", Tensor.of(ids, 2, 9), "input_ids", "out of range", "30522");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, -3, Long.MAX_VALUE})
  void tokenTypeOutOfRange(long type) {
    long[] types = new long[18];
    types[11] = type;
    refused("token_type_ids", Tensor.of(types, 2, 9), "token_type_ids", "out of range");
  }

  @Test
  void deadlineAndCancellation() {
    Map<String, Tensor> large = Texts.of(32, 512);
    Duration soon = Duration.ofMillis(20);
    assertThrows(CancellationException.class, () -> model.run(large, soon));
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Void> run = CompletableFuture.runAsync(() -> model.run(large, cancellation));
    CompletableFuture.delayedExecutor(20, java.util.concurrent.TimeUnit.MILLISECONDS)
        .execute(cancellation::cancel);
    CompletionException e = assertThrows(CompletionException.class, run::join);
    assertTrue(e.getCause() instanceof CancellationException, e.toString());
    assertArrayEquals(expected, right());
  }

  @Test
  void interruptedWhileWaitingForAPlace() throws Exception {
    Cancellation cancellation = new Cancellation();
    Map<String, Tensor> large = Texts.of(32, 512);
    CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> model.run(large, cancellation));
    Thread.sleep(50);
    Thread.currentThread().interrupt();
    try {
      assertThrows(CancellationException.class, () -> model.run(Texts.of(1, 1)));
    } finally {
      assertTrue(Thread.interrupted());
      cancellation.cancel();
    }
    assertThrows(CompletionException.class, busy::join);
    assertArrayEquals(expected, right());
  }
}
