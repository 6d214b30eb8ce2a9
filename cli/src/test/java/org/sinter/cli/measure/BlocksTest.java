package org.sinter.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlocksTest {
  @Test
  void sidesTakeTurns() throws Exception {
    List<String> order = new ArrayList<>();
    double[][] ms = new Blocks(2, 0).rounds(List.of(() -> order.add("a"), () -> order.add("b")));
    assertEquals(List.of(2, 2), List.of(ms.length, ms[1].length));
    String all = String.join("", order);
    assertTrue(all.matches("(a{3}b{3}){3}"), all); // a block to warm up, then two rounds
  }

  @Test
  void ratioIsTheMedianOfTheRounds() {
    Blocks.Result result =
        Blocks.result(new double[] {1, 2, 4}, new double[] {3, 4, 4}); // ratios 3, 2, 1
    assertEquals(2, result.a());
    assertEquals(4, result.b());
    assertEquals(2, result.ratio());
    assertEquals(1, result.low());
    assertEquals(3, result.high());
    assertEquals(2.5, Blocks.median(new double[] {4, 1, 2, 3}));
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Blocks(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Blocks(1, Double.NaN));
  }

  @Test
  void limitsOfTheMachineArePositiveAtEveryLevelItHas() throws Exception {
    Blocks once = new Blocks(1, 0);
    for (String level : new String[] {null, "v2"}) {
      try (Peak peak = new Peak(1, level);
          Bandwidth bandwidth = new Bandwidth(2, level)) {
        assertTrue(peak.gflops(once) > 0.1);
        assertTrue(bandwidth.gigabytes(once, 1) > 0);
        assertTrue(bandwidth.gigabytes(once, 100_000) > 0);
      }
    }
  }
}
