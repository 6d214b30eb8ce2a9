package org.sinter.passes;

/**
 * The symmetric matrix {@code xᵀx} of rows {@code x [.., size]}.
 *
 * @param upper row by row what lies on and right of the diagonal
 */
public record Gram(int size, double[] upper) {
  /** Larger ones would not fit an array. */
  public static final int MOST = 32768;

  public Gram {
    if (size < 1 || size > MOST || upper.length != elements(size)) {
      throw new IllegalArgumentException(upper.length + " elements for a Gram matrix of " + size);
    }
  }

  /** Elements on and right of the diagonal. */
  public static long elements(int size) {
    return size * (size + 1L) / 2;
  }

  public double get(int i, int j) {
    int row = Math.min(i, j);
    return upper[start(size, row) + Math.max(i, j) - row];
  }

  /** Where row {@code i} starts: with its diagonal element. */
  public static int start(int size, int i) {
    return (int) (i * (2L * size - i + 1) / 2);
  }

  /** All elements, row by row. */
  public double[] full() {
    double[] full = new double[Math.multiplyExact(size, size)];
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        double value = upper[start(size, i) + j - i];
        full[i * size + j] = value;
        full[j * size + i] = value;
      }
    }
    return full;
  }
}
