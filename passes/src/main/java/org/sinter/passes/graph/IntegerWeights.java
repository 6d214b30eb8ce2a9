package org.sinter.passes.graph;

import java.util.stream.LongStream;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.passes.ColumnSums;
import org.sinter.passes.Match;

/**
 * Constant weights {@code w - zero} of a product as {@code w8 - zero8}, {@code w8} in i8: those in
 * u8 and their zero points are 128 less.
 *
 * @param zero8 of each column, or null where all are 0
 */
record IntegerWeights(Constant w8, long[] zero8) {
  /** Elements of a matrix, maybe transposed, with {@code shift} taken from each. */
  private record Shifted(Elements of, long rows, long columns, boolean transposed, int shift)
      implements Elements {
    @Override
    public DType type() {
      return DType.I8;
    }

    @Override
    public long size() {
      return of.size();
    }

    @Override
    public long integer(long i) {
      return of.integer(transposed ? i % columns * rows + i / columns : i) - shift;
    }

    @Override
    public double real(long i) {
      return integer(i);
    }
  }

  /** Null where the weights or their zero points are not known, or are several matrices. */
  static IntegerWeights of(Quantized side) {
    if (!(side.q() instanceof Constant w) || w.type().rank() != 2) {
      return null;
    }
    int shift = w.type().dtype() == DType.U8 ? 128 : 0;
    long[] zeros = side.zero() == null ? new long[1] : values(side.zero());
    Constant w8 = narrowed(w, side.transposed(), shift);
    return zeros == null ? null : new IntegerWeights(w8, zeros(zeros, shift, w8));
  }

  private static Constant narrowed(Constant w, boolean transposed, int shift) {
    if (w.type().dtype() == DType.I8 && !transposed) {
      return w;
    }
    long rows = w.type().dim(transposed ? 1 : 0).value();
    long columns = w.type().dim(transposed ? 0 : 1).value();
    Elements elements = new Shifted(w.elements(), rows, columns, transposed, shift);
    return new Constant(w.name(), TensorType.of(DType.I8, rows, columns), elements, null);
  }

  /** One of each column, or null where all are 0; {@code given} is of each column or of all. */
  private static long[] zeros(long[] given, int shift, Constant w8) {
    long[] all = new long[(int) w8.type().dim(1).value()];
    boolean any = false;
    for (int j = 0; j < all.length; j++) {
      all[j] = given[given.length == 1 ? 0 : j] - shift;
      any |= all[j] != 0;
    }
    return any ? all : null;
  }

  private static long[] values(Value zero) {
    Value given = Quantized.narrow(zero);
    if (given instanceof Constant c) {
      return LongStream.range(0, c.elements().size()).map(c.elements()::integer).toArray();
    }
    Double literal = Match.literal(given);
    return literal == null ? null : new long[] {literal.longValue()};
  }

  /** {@code sum over k of w8[k, j] - zero8[j]}. */
  Constant sums() {
    long rows = w8.type().dim(0).value();
    long[] sums = new ColumnSums(w8.elements(), w8.type().dim(1).value()).all();
    for (int j = 0; zero8 != null && j < sums.length; j++) {
      sums[j] -= rows * zero8[j];
    }
    return vector(w8.name() + ".sums", sums);
  }

  Constant zeros() {
    return vector(w8.name() + ".zeros", zero8);
  }

  private static Constant vector(String name, long[] values) {
    Tensor tensor = Tensor.allocate(DType.I32, values.length);
    for (int j = 0; j < values.length; j++) {
      tensor.set(j, values[j]);
    }
    return Constant.of(name, tensor);
  }
}
