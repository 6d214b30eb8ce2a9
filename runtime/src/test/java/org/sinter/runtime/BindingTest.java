package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;

class BindingTest {
  private final Metadata model = MetadataTest.model();

  @Test
  void bindsSymbolsAndBoundsMeasuredOnes() {
    assertArrayEquals(new long[] {2, 7, 14}, Binding.of(model, new long[][] {{2, 7}, {2, 8}}));
    assertArrayEquals(new long[] {2, 7, 14}, Binding.of(model, Map.of("batch", 2L, "seq", 7L)));
  }

  @Test
  void namesWhatDoesNotFit() {
    refused(
        "input ids: i64[batch, seq]: shape [2] found, rank 2 expected",
        new long[] {2},
        new long[] {2, 8});
    refused(
        "input mask: i64[batch, seq + 1]: shape [3, 8] found, dim 0 must be batch = 2",
        new long[] {2, 7},
        new long[] {3, 8});
    refused(
        "input mask: i64[batch, seq + 1]: shape [2, 7] found, dim 1 must be seq + 1 = 8",
        new long[] {2, 7},
        new long[] {2, 7});
    refused(
        "symbol seq is 513, expected 1 <= seq <= 512", new long[] {1, 513}, new long[] {1, 514});
    refused("symbol batch is 0, expected 1 <= batch", new long[] {0, 7}, new long[] {0, 8});
    refused(
        "constraint batch*seq <= 2000 broken: batch = 500, seq = 7, found = 3500",
        new long[] {500, 7},
        new long[] {500, 8});
    refused(
        "input shapes are too large: batch = 9223372036854775807, seq = 7, found = -1",
        new long[] {Long.MAX_VALUE, 7},
        new long[] {Long.MAX_VALUE, 8});
  }

  private void refused(String message, long[]... shapes) {
    assertEquals(
        message,
        assertThrows(IllegalArgumentException.class, () -> Binding.of(model, shapes)).getMessage());
  }

  @Test
  void symbolsByNameMustBeThere() {
    assertEquals(
        "no value for symbol seq",
        assertThrows(IllegalArgumentException.class, () -> Binding.of(model, Map.of("batch", 2L)))
            .getMessage());
  }
}
