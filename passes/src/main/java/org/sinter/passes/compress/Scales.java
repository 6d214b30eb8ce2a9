package org.sinter.passes.compress;

import java.util.List;
import java.util.stream.LongStream;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * The scale of each block of a matrix: {@code max |x| / 127} in 8 bits; in 4 bits the one of some
 * candidates that leaves the least squared error.
 */
record Scales(Elements exact, Blocks blocks, DType type) {
  /** Elements that are looked at one after the other, about. */
  private static final long BAND = 1 << 15;

  /** One for each block, NaN where an element is not finite; the same on every machine. */
  float[] all() {
    long rows = rowsOfBand();
    List<float[]> parts =
        LongStream.range(0, (blocks.rows() + rows - 1) / rows)
            .parallel()
            .mapToObj(band -> band(band * rows, Math.min(blocks.rows(), (band + 1) * rows)))
            .toList();
    return type.bits() < 8 ? joined(parts) : steps(largest(parts, rows));
  }

  /** Whole blocks where they are as low as that, or where they must be seen whole. */
  private long rowsOfBand() {
    long some = Math.max(1, BAND / Math.max(1, blocks.columns()));
    boolean cuts = type.bits() >= 8 && blocks.height() > some;
    return cuts ? some : (some + blocks.height() - 1) / blocks.height() * blocks.height();
  }

  private float[] band(long from, long to) {
    return type.bits() < 8 ? leastSquares(from, to) : largest(from, to);
  }

  /** The largest of each block that the rows touch. */
  private float[] largest(long from, long to) {
    long first = from / blocks.height() * blocks.across();
    int touched = (int) ((to - 1) / blocks.height() - from / blocks.height() + 1);
    float[] largest = new float[touched * blocks.across()];
    for (long i = from * blocks.columns(); i < to * blocks.columns(); i++) {
      int block = (int) (blocks.of(i) - first);
      largest[block] = Math.max(largest[block], Math.abs((float) exact.real(i)));
    }
    return largest;
  }

  private float[] largest(List<float[]> parts, long rows) {
    float[] largest = new float[blocks.count()];
    for (int band = 0; band < parts.size(); band++) {
      int first = (int) (band * rows / blocks.height() * blocks.across());
      float[] part = parts.get(band);
      for (int i = 0; i < part.length; i++) {
        largest[first + i] = Math.max(largest[first + i], part[i]);
      }
    }
    return largest;
  }

  private static float[] steps(float[] largest) {
    for (int i = 0; i < largest.length; i++) {
      largest[i] = largest[i] <= Float.MAX_VALUE ? largest[i] / 127 : Float.NaN;
    }
    return largest;
  }

  private float[] joined(List<float[]> parts) {
    float[] all = new float[blocks.count()];
    int at = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private float[] leastSquares(long from, long to) {
    int down = (int) ((to - from) / blocks.height());
    float[] scales = new float[down * blocks.across()];
    double[] block = new double[Math.toIntExact(blocks.height() * blocks.width())];
    for (int i = 0; i < scales.length; i++) {
      long row = from + i / blocks.across() * blocks.height();
      read(row, i % blocks.across() * blocks.width(), block);
      scales[i] = LeastSquares.scale(block, type);
    }
    return scales;
  }

  private void read(long row, long column, double[] block) {
    int at = 0;
    for (long r = row; r < row + blocks.height(); r++) {
      for (long c = column; c < column + blocks.width(); c++) {
        block[at++] = exact.real(r * blocks.columns() + c);
      }
    }
  }
}
