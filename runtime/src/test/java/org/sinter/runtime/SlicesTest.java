package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlicesTest {
  private static final Slices.Rule RULE =
      new Slices.Rule(0, FormulaReader.read("seq", List.of("batch", "seq")));

  private static Slices of(long batch, long seq, int threads) {
    return Slices.of(RULE, new long[] {batch, seq}, threads);
  }

  @Test
  void oneTextOfManyRows() {
    assertEquals(new Slices(0, 1, 8), of(8, 512, 2));
    assertEquals(new Slices(0, 1, 8), of(8, 700, 1));
  }

  @Test
  void severalTextsOfFewRows() {
    assertEquals(new Slices(0, 4, 8), of(32, 128, 2));
    assertEquals(new Slices(0, 512, 2), of(1024, 1, 2));
  }

  @Test
  void wholeWhereThreadsWouldWait() {
    assertNull(of(1, 512, 1));
    assertNull(of(3, 512, 2));
    assertNull(of(5, 512, 2));
    assertNull(of(4, 128, 2));
    assertEquals(new Slices(0, 1, 5), of(5, 512, 1));
  }

  @Test
  void everyEntryIsInOneSlice() {
    for (long batch = 1; batch < 300; batch++) {
      for (int threads = 1; threads < 6; threads++) {
        Slices slices = of(batch, 40, threads);
        if (slices != null) {
          assertEquals((batch + slices.each() - 1) / slices.each(), slices.count());
        }
      }
    }
  }

  @Test
  void symbolsOfASlice() {
    assertArrayEquals(new long[] {1, 512}, of(8, 512, 2).symbols(new long[] {8, 512}));
  }

  @Test
  void theRuleIsRead() {
    String json =
        MetadataTest.JSON.replace(
            "\"checks\"", "\"slices\": {\"symbol\": \"batch\", \"rows\": \"2*seq\"}, \"checks\"");
    Slices.Rule rule = MetadataReader.read("model.json", json).slices();
    assertEquals(0, rule.symbol());
    assertEquals(14, rule.rows().evaluate(new long[] {1, 7, 0}));
    String wrong = json.replace("{\"symbol\": \"batch\"", "{\"symbol\": \"depth\"");
    assertThrows(ModelException.class, () -> MetadataReader.read("model.json", wrong));
  }
}
