package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TicksTest {
  @Test
  void rateIsLearnedFromTheFirstPassToTheLast() {
    Ticks ticks = new Ticks();
    assertEquals(2.0, ticks.nanosPerTick(new long[] {100, 150}, 1000, 1100));
    assertEquals(0.5, ticks.nanosPerTick(new long[] {1900, 2100}, 1900, 2000));
    assertEquals(0.0, ticks.nanosPerTick(new long[] {100, 100}, 0, 1));
  }

  @Test
  void workersOfSlicesAddUpToThePass() {
    long[] whole = {10, 50, 15, 25};
    assertArrayEquals(whole, Ticks.together(new long[][] {whole}));
    long[][] workers = {{10, 50, 20, 20}, {12, 52, 10, 30}, {0, 0, 0, 0}};
    assertArrayEquals(new long[] {10, 52, 15, 25}, Ticks.together(workers));
  }
}
