package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;

/**
 * What stands for a table {@code [rows, pieces * length]}.
 *
 * @param codes {@code u8 [rows, pieces]}
 * @param book {@code f32 [pieces * count, length]}: what the codes of each place stand for
 * @param sizes {@code f32 [rows, 1]}: what a row is multiplied by
 * @param error the root of the squared errors over the squared elements
 */
record PieceCodes(Constant codes, Constant book, Constant sizes, double error) {
  /** How the names of books end. */
  static final String BOOK = ".book";

  private static final int MOST = 256;

  static PieceCodes of(Constant table, int length, int rounds) {
    int rows = Math.toIntExact(table.type().dim(0).value());
    int pieces = Math.toIntExact(table.type().dim(1).value()) / length;
    int count = Math.min(MOST, rows);
    float[] sizes = sizes(table.elements(), rows, pieces * length);
    List<Codebook> books =
        IntStream.range(0, pieces)
            .parallel()
            .mapToObj(p -> points(table.elements(), sizes, pieces, length, p))
            .map(points -> Codebook.of(points, length, count, rounds))
            .toList();
    Tensor codes = Tensor.allocate(DType.U8, rows, pieces);
    float[] book = new float[pieces * count * length];
    for (int p = 0; p < pieces; p++) {
      System.arraycopy(books.get(p).centroids(), 0, book, p * count * length, count * length);
      for (int r = 0; r < rows; r++) {
        codes.set((long) r * pieces + p, (long) books.get(p).codes()[r]);
      }
    }
    double error = books.stream().mapToDouble(Codebook::error).sum();
    return new PieceCodes(
        Constant.of(table.name(), codes),
        Constant.of(table.name() + BOOK, Tensor.of(book, (long) pieces * count, length)),
        Constant.of(table.name() + ".size", Tensor.of(sizes, rows, 1)),
        Math.sqrt(error / ((double) rows * pieces * length)));
  }

  static boolean isFinite(Constant table) {
    Elements elements = table.elements();
    return LongStream.range(0, elements.size())
        .parallel()
        .allMatch(i -> Double.isFinite(elements.real(i)));
  }

  /** The root of each row's mean square. */
  private static float[] sizes(Elements table, int rows, int columns) {
    float[] sizes = new float[rows];
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int c = 0; c < columns; c++) {
        double x = table.real((long) r * columns + c);
        sum += x * x;
      }
      sizes[r] = (float) Math.sqrt(sum / columns);
    }
    return sizes;
  }

  /** The pieces of all rows at one place, over the rows' sizes. */
  private static float[] points(Elements table, float[] sizes, int pieces, int length, int piece) {
    float[] points = new float[sizes.length * length];
    for (int i = 0; i < points.length; i++) {
      int row = i / length;
      long at = ((long) row * pieces + piece) * length + i % length;
      points[i] = sizes[row] == 0 ? 0 : (float) (table.real(at) / sizes[row]);
    }
    return points;
  }

  /** The rows that {@code ids} name. */
  Value rows(Graph.Builder b, Value ids) {
    Formula f = new Formula(b);
    long pieces = codes.type().dim(1).value();
    long count = book.type().dim(0).value() / pieces;
    long[] first = LongStream.range(0, pieces).map(p -> p * count).toArray();
    Value starts = Constant.of(codes.name() + ".start", Tensor.of(first, pieces));
    Value code = f.convert(b.add(new Gather(0), codes, ids), DType.I64);
    Value parts = b.add(new Gather(0), book, f.add(code, starts));
    List<Dim> dims = new ArrayList<>(ids.type().dims());
    dims.add(codes.type().dim(1).times(book.type().dim(1)));
    return f.mul(f.reshape(parts, dims), b.add(new Gather(0), sizes, ids));
  }

  String described() {
    return String.format(
        Locale.ROOT,
        "%s as codes of 8 bits for %s columns: rms error %.1e",
        codes.name(),
        book.type().dim(1),
        error);
  }
}
