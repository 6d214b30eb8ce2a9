package org.sinter.passes.compress;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sinter.passes.compress.Ranks.Matrix;

class RanksTest {
  private static final int SIDE = 160;

  /** A square matrix whose singular values fall by a factor from one to the next. */
  private static Matrix falling(double factor) {
    double[] energies = IntStream.range(0, SIDE).mapToDouble(i -> Math.pow(factor, i)).toArray();
    return new Matrix(SIDE, SIDE, energies);
  }

  @Test
  void theBudgetIsHeld() {
    Matrix[] matrices = {falling(0.95), falling(0.99), falling(0.9)};
    for (double budget : new double[] {30_000, 45_000, 60_000}) {
      int[] ranks = Ranks.within(matrices, budget);
      long size = 0;
      for (int i = 0; i < ranks.length; i++) {
        boolean isThin = matrices[i].isWorthwhile(ranks[i]);
        size += isThin ? matrices[i].size(ranks[i]) : matrices[i].whole();
        assertEquals(0, ranks[i] % Ranks.STEP);
      }
      assertTrue(size <= budget && size > 0.8 * budget, size + " of " + budget);
    }
  }

  @Test
  void moreGoesToWhatLosesMore() {
    int[] ranks = Ranks.within(new Matrix[] {falling(0.9), falling(0.99)}, 30_000);
    assertTrue(ranks[0] < ranks[1], ranks[0] + " and " + ranks[1]);
  }

  @Test
  void eachHasOneStepAtLeast() {
    assertArrayEquals(
        new int[] {16, 16}, Ranks.within(new Matrix[] {falling(0.9), falling(0.99)}, 1));
  }

  @Test
  void withRoomForAllAllStayWhole() {
    Matrix[] matrices = {falling(0.9), falling(0.99)};
    int[] ranks = Ranks.within(matrices, 2.0 * SIDE * SIDE);
    assertFalse(matrices[0].isWorthwhile(ranks[0]) || matrices[1].isWorthwhile(ranks[1]));
  }

  @Test
  void aSmallMatrixIsWholeAtOnce() {
    Matrix small = new Matrix(4, 4, new double[] {4, 3, 2, 1});
    assertFalse(small.isWorthwhile(Ranks.within(new Matrix[] {small}, 100)[0]));
  }

  @Test
  void energyIsHeld() {
    assertTrue(falling(0.9).kept(falling(0.9).holding(0.95)) >= 0.95);
    assertEquals(16, falling(0.5).holding(0.95));
  }
}
