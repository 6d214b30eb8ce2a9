package org.sinter.cli.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.passes.Gram;
import org.sinter.passes.Statistics;

class ChannelSumsTest {
  @Test
  void countsByHand() {
    ChannelSums sums = new ChannelSums(2, true);
    sums.add(FloatBuffer.wrap(new float[] {1, -2, 3, 4}), null);
    sums.add(FloatBuffer.wrap(new float[] {-5, 0.5f}), null);
    Statistics found = sums.statistics();
    assertEquals(3, found.count());
    assertArrayEquals(new float[] {-5, -2}, found.min());
    assertArrayEquals(new float[] {3, 4}, found.max());
    assertArrayEquals(new double[] {-1, 2.5}, found.sum());
    assertArrayEquals(new double[] {35, 20.25}, found.squares());
    assertArrayEquals(new double[] {35, 7.5, 7.5, 20.25}, found.gram().full());
    assertEquals(5, found.most());
    assertEquals(4, found.most(1));
  }

  @Test
  void leavesHiddenRowsOut() {
    BitSet counted = new BitSet();
    counted.set(1);
    ChannelSums sums = new ChannelSums(1, true);
    sums.add(FloatBuffer.wrap(new float[] {Float.NaN, 2, 1e9f}), counted);
    Statistics found = sums.statistics();
    assertEquals(1, found.count());
    assertEquals(2, found.max()[0]);
    assertEquals(4, found.gram().get(0, 0));
  }

  @Test
  void addsTheGramMatrixOfManyRows() {
    int k = 37;
    int rows = 77;
    Random random = new Random(1);
    float[] all = new float[rows * k];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) random.nextGaussian();
    }
    ChannelSums sums = new ChannelSums(k, true);
    sums.add(FloatBuffer.wrap(all, 0, 5 * k), null);
    sums.add(FloatBuffer.wrap(all, 5 * k, (rows - 5) * k), null);
    Gram gram = sums.statistics().gram();
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        double expected = 0;
        for (int r = 0; r < rows; r++) {
          expected += (double) all[r * k + i] * all[r * k + j];
        }
        assertEquals(expected, gram.get(i, j), 1e-11);
        assertEquals(gram.get(i, j), gram.full()[i * k + j]);
      }
    }
  }

  @Test
  void saysWhyThereAreNone() {
    ChannelSums none = new ChannelSums(1, false);
    assertTrue(none.obstacle().contains("no row"), none.obstacle());
    ChannelSums broken = new ChannelSums(1, false);
    broken.add(FloatBuffer.wrap(new float[] {1, Float.POSITIVE_INFINITY}), null);
    assertTrue(broken.obstacle().contains("NaN or an infinity"), broken.obstacle());
  }
}
