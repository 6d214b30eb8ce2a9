package org.sinter.passes.compress;

import java.util.List;
import java.util.Locale;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.passes.ColumnSums;

/** A weight as {@code codes * scales}, both constants, the scales broadcast to the codes. */
record QuantizedWeight(Constant codes, Constant scales) {
  /** A matrix {@code [.., k, n]} in 8 bits with scales {@code [n]}. */
  static QuantizedWeight columns(Constant w) {
    long n = w.type().dim(-1).value();
    return of(w, Blocks.columns(rows(w), n), DType.I8, w.type().dims(), List.of(Dim.of(n)));
  }

  /** A matrix {@code [k, n]} as {@code [k / g, g, n]} with scales {@code [k / g, 1, n]}. */
  static QuantizedWeight groups(Constant w, DType type, long g) {
    long k = rows(w);
    long n = w.type().dim(-1).value();
    return of(w, new Blocks(k, n, g, 1), type, dims(k / g, g, n), dims(k / g, 1, n));
  }

  /** A table {@code [r, c]} in 8 bits with scales {@code [r, 1]}. */
  static QuantizedWeight rowScales(Constant table) {
    long c = table.type().dim(1).value();
    long r = rows(table);
    return of(table, new Blocks(r, c, 1, c), DType.I8, table.type().dims(), dims(r, 1));
  }

  /** A table {@code [r, c]} as {@code [r, c / g, g]} with scales {@code [r, c / g, 1]}. */
  static QuantizedWeight rowGroups(Constant table, DType type, long g) {
    long c = table.type().dim(1).value();
    long r = rows(table);
    return of(table, new Blocks(r, c, 1, g), type, dims(r, c / g, g), dims(r, c / g, 1));
  }

  private static long rows(Constant matrix) {
    return matrix.type().size().value() / matrix.type().dim(-1).value();
  }

  private static List<Dim> dims(long... sizes) {
    return TensorType.of(DType.F32, sizes).dims();
  }

  private static QuantizedWeight of(
      Constant exact, Blocks blocks, DType type, List<Dim> codesDims, List<Dim> scalesDims) {
    float[] scales = new Scales(exact.elements(), blocks, type).all();
    QuantizedElements codes = new QuantizedElements(exact.elements(), blocks, scales, type);
    long[] shape = scalesDims.stream().mapToLong(Dim::value).toArray();
    return new QuantizedWeight(
        new Constant(exact.name(), new TensorType(type, codesDims), codes, null),
        Constant.of(exact.name() + ".scale", Tensor.of(scales, shape)));
  }

  /** The same scales times {@code factor}. */
  Constant scales(float factor) {
    int n = Math.toIntExact(scales.elements().size());
    float[] values = new float[n];
    for (int j = 0; j < n; j++) {
      values[j] = (float) (scales.elements().real(j) * factor);
    }
    return Constant.of(scales.name(), Tensor.of(values, n));
  }

  /** Whether all elements were numbers. */
  boolean isFinite() {
    for (float scale : ((QuantizedElements) codes.elements()).scales()) {
      if (Float.isNaN(scale)) {
        return false;
      }
    }
    return true;
  }

  /** What is said of it: type, scales, error. */
  String described() {
    QuantizedElements elements = (QuantizedElements) codes.elements();
    double rms = Deviation.of(elements.exact(), elements::value).rms();
    return String.format(
        Locale.ROOT,
        "%s in %s with %d scales: rms error %.1e of the weights'",
        codes.name(),
        codes.type().dtype(),
        elements.scales().length,
        rms);
  }

  /** {@code codes * scales}, of type f32. */
  Value value(Graph.Builder b) {
    return scaled(b, codes, scales);
  }

  static Value scaled(Graph.Builder b, Value codes, Value scales) {
    Formula f = new Formula(b);
    return f.mul(f.convert(codes, DType.F32), scales);
  }

  /** The same of codes with a scale for each group: {@code -128 * sum of codes * scales}. */
  Constant scaledOffsets() {
    int n = (int) codes.type().dim(-1).value();
    long group = codes.type().dim(-2).value();
    double[] sums = new double[n];
    for (long i = 0; i < codes.type().size().value(); i++) {
      int column = (int) (i % n);
      double scale = scales.elements().real(i / n / group * n + column);
      sums[column] += codes.elements().integer(i) * scale;
    }
    Tensor tensor = Tensor.allocate(DType.F32, n);
    for (int j = 0; j < n; j++) {
      tensor.set(j, -QuantizeRows.ZERO * sums[j]);
    }
    return Constant.of(codes.name() + ".offset", tensor);
  }

  /** {@code -zero * (the sum of each column's codes)}: what a zero point of rows adds too much. */
  Constant offsets(int zero) {
    long n = codes.type().dim(-1).value();
    long[] sums = new ColumnSums(codes.elements(), n).all();
    Tensor tensor = Tensor.allocate(DType.I32, n);
    for (int j = 0; j < n; j++) {
      tensor.set(j, -zero * sums[j]);
    }
    return Constant.of(codes.name() + ".offset", tensor);
  }
}
