package org.sinter.passes.lower;

import java.util.Arrays;
import java.util.BitSet;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * A matrix {@code [k, n]} as strips of {@code width} columns, of each of them the groups of {@code
 * group} rows that are not all zero: what a product need read. Strip s has those at {@code rows[i]}
 * for i from {@code starts[s]} to {@code starts[s + 1]}, in order.
 *
 * @param rows the first row of each group
 * @param starts one more than strips
 */
record Strips(int width, int group, int[] rows, int[] starts) {
  /** The narrowest strip: a vector of f32 at the widest level. */
  private static final int NARROW = 16;

  /** Smaller matrices are not worth an index. */
  private static final long LEAST = 1 << 12;

  /** Rows at which a matrix is looked at before all of it is. */
  private static final int SAMPLE = 16;

  /** The part of a matrix up to which it pays to skip the rest, in strips of either width. */
  private record Limits(double wide, double narrow) {
    /** Narrow strips read rows of the left operand three times as often. */
    static Limits of(DType type) {
      return type.isFloat() ? new Limits(0.9, 0.65) : new Limits(0.8, 0.6);
    }
  }

  /** Null where a product of all elements is faster, by measurement (docs/pruning.md). */
  static Strips of(Constant matrix, int panel, int group) {
    long k = matrix.type().dim(-2).value();
    long n = matrix.type().dim(-1).value();
    Elements elements = matrix.elements();
    Limits limits = Limits.of(elements.type());
    if (k * n < LEAST || k % group != 0 || sampledZeros(elements, k, n) < 1 - limits.wide) {
      return null;
    }
    BitSet[] used = used(elements, k, n, group, (int) ((n + panel - 1) / panel * panel / NARROW));
    BitSet[] wide = joined(used, panel / NARROW);
    double all = (double) (k / group) * used.length;
    double narrowPart = count(used) / all;
    double widePart = count(wide) / all * (panel / NARROW);
    if (widePart <= limits.wide && widePart * limits.narrow <= narrowPart * limits.wide) {
      return of(wide, panel, group);
    }
    return narrowPart <= limits.narrow ? of(used, NARROW, group) : null;
  }

  private static boolean isZero(Elements elements, long i) {
    return elements.type().isFloat() ? elements.real(i) == 0 : elements.integer(i) == 0;
  }

  private static double sampledZeros(Elements elements, long k, long n) {
    long zeros = 0;
    for (int row = 0; row < SAMPLE; row++) {
      long first = k * row / SAMPLE * n;
      for (long i = first; i < first + n; i++) {
        zeros += isZero(elements, i) ? 1 : 0;
      }
    }
    return (double) zeros / (SAMPLE * n);
  }

  /** For each narrow strip the groups that hold anything; strips past the last column none. */
  private static BitSet[] used(Elements elements, long k, long n, int group, int strips) {
    BitSet[] used = new BitSet[strips];
    Arrays.setAll(used, s -> new BitSet());
    for (int row = 0; row < k; row++) {
      for (int j = 0; j < n; j++) {
        BitSet strip = used[j / NARROW];
        if (!strip.get(row / group) && !isZero(elements, row * n + j)) {
          strip.set(row / group);
        }
      }
    }
    return used;
  }

  private static BitSet[] joined(BitSet[] narrow, int each) {
    BitSet[] wide = new BitSet[narrow.length / each];
    Arrays.setAll(wide, s -> new BitSet());
    for (int s = 0; s < narrow.length; s++) {
      wide[s / each].or(narrow[s]);
    }
    return wide;
  }

  private static long count(BitSet[] strips) {
    return Arrays.stream(strips).mapToLong(BitSet::cardinality).sum();
  }

  private static Strips of(BitSet[] used, int width, int group) {
    int[] starts = new int[used.length + 1];
    for (int s = 0; s < used.length; s++) {
      starts[s + 1] = starts[s] + used[s].cardinality();
    }
    int[] rows =
        Arrays.stream(used).flatMapToInt(BitSet::stream).map(step -> step * group).toArray();
    return new Strips(width, group, rows, starts);
  }

  /** Elements that are read, zeros in used groups among them. */
  long elements() {
    return (long) rows.length * width * group;
  }

  /** Bytes of them and of the index. */
  long bytes(DType type) {
    return elements() * type.bytes() + (long) rows.length * rowType().bytes() + 4L * starts.length;
  }

  /** The type that holds every row. */
  DType rowType() {
    int last = Arrays.stream(rows).max().orElse(0);
    return last < 1 << 16 ? DType.U16 : DType.I32;
  }

  /** The strip that group {@code i} is of. */
  int stripOf(int i) {
    int found = Arrays.binarySearch(starts, i);
    int strip = found < 0 ? -found - 2 : found;
    while (starts[strip + 1] <= i) {
      strip++;
    }
    return strip;
  }
}
