package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;

/**
 * Rows in 8 bits with a scale each: {@code x[.., m, k]} gives {@code q : u8[.., m, k]} and {@code s
 * : f32[.., m, 1]} with {@code x = (q - 128) * s} up to {@code s / 2}. With {@code a = max over k
 * of |x|}: {@code s = a / 127}, {@code q = round(x * (127 / a)) + 128}, ties to even.
 *
 * <p>A row with {@code a} below {@link #LEAST} is a row of zeros: {@code s = 0} and {@code q =
 * 128}. A row with a NaN or an infinity has {@code s = NaN} and {@code q = 128}, so that all that
 * is computed from it is NaN, and nothing else.
 */
public record QuantizeRows() implements Composite {
  /** What stands for zero. */
  public static final int ZERO = 128;

  /** Rows of smaller numbers are zeros: 127 divided by less could be too large. */
  public static final double LEAST = 1e-30;

  /** Steps of the scale in the largest magnitude of a row. */
  public static final double STEPS = 127;

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    TensorType x = in.get(0);
    if (x.rank() == 0 || x.dtype() != DType.F32) {
      throw new IllegalArgumentException("expected rows of f32, found " + x);
    }
    List<Dim> single = new ArrayList<>(x.dims());
    single.set(x.rank() - 1, Dim.ONE);
    return List.of(x.with(DType.U8), x.with(single));
  }

  @Override
  public List<Value> expand(Graph.Builder b, List<Value> in) {
    Formula f = new Formula(b);
    Value x = in.get(0);
    Value largest = f.reduce(Reducer.MAX, f.apply(Unary.Function.ABS, x), -1);
    Value tiny = f.less(largest, f.literal(x, LEAST));
    Value finite = f.lessOrEqual(largest, f.literal(x, Float.MAX_VALUE));
    Value zero = f.literal(x, 0);
    Value step = f.where(finite, f.div(largest, f.literal(x, STEPS)), f.literal(x, Double.NaN));
    Value scale = f.where(tiny, zero, step);
    Value factor = f.where(finite, f.div(f.literal(x, STEPS), largest), zero);
    factor = f.where(tiny, zero, factor);
    Value rounded = f.apply(Unary.Function.ROUND, f.mul(x, factor));
    Value q = f.add(f.convert(rounded, DType.I32), ZERO);
    return List.of(f.convert(q, DType.U8), scale);
  }
}
