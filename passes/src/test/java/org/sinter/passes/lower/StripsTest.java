package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;

class StripsTest {
  private static final int K = 64;
  private static final int N = 136;

  private static Constant matrix(IntBinaryOperator element) {
    Tensor w = Tensor.allocate(DType.F32, K, N);
    for (int i = 0; i < K * N; i++) {
      w.set(i, (double) element.applyAsInt(i / N, i % N));
    }
    return Constant.of("w", w);
  }

  @Test
  void allOfADenseMatrix() {
    assertNull(Strips.of(matrix((i, j) -> 1), 48, 1));
  }

  @Test
  void allWhereZerosLieAnywhere() {
    assertNull(Strips.of(matrix((i, j) -> (i + j) % 4 == 0 ? 1 : 0), 48, 1));
  }

  @Test
  void wideWhereRowsAreZero() {
    Strips strips = Strips.of(matrix((i, j) -> i % 16 == 3 ? 1 : 0), 48, 1);
    assertEquals(48, strips.width());
    assertArrayEquals(new int[] {3, 19, 35, 51, 3, 19, 35, 51, 3, 19, 35, 51}, strips.rows());
    assertArrayEquals(new int[] {0, 4, 8, 12}, strips.starts());
  }

  @Test
  void narrowWhereStripsDiffer() {
    Strips strips = Strips.of(matrix((i, j) -> i % 32 == j / 16 && i != 1 ? 1 : 0), 48, 1);
    assertEquals(16, strips.width());
    assertArrayEquals(new int[] {0, 2, 3, 5, 7, 9, 11, 13, 15, 17}, strips.starts());
    assertEquals(0, strips.stripOf(1));
    assertEquals(1, strips.stripOf(2));
    assertEquals(6, strips.stripOf(12));
  }

  @Test
  void groupsOfRows() {
    Strips strips = Strips.of(matrix((i, j) -> i == 9 || i == 63 ? 1 : 0), 48, 4);
    assertArrayEquals(new int[] {8, 60, 8, 60, 8, 60}, strips.rows());
    StripElements elements =
        new StripElements(matrix((i, j) -> i == 9 ? 100 + j : 0).elements(), N, strips);
    assertEquals(102, elements.real(2 * 4 + 1));
    assertEquals(0, elements.real(2 * 4 + 2));
    assertEquals(148, elements.real(2 * 48 * 4 + 1));
    assertEquals(0, elements.real(4 * 48 * 4 + 47 * 4 + 1), "past the last column");
  }

  @Test
  void nothingLeft() {
    Strips strips = Strips.of(matrix((i, j) -> 0), 48, 1);
    assertEquals(0, strips.rows().length);
    assertEquals(48, new StripElements(matrix((i, j) -> 0).elements(), N, strips).size());
  }
}
