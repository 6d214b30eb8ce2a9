package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Formula;

/**
 * ONNX Runtime's {@code QLinearX}: the op X on the numbers that 8-bit integers mean, its result
 * rounded to 8 bits again.
 */
final class QLinearOps {
  private QLinearOps() {}

  static void register(Registry r) {
    r.addMicrosoft("QLinearAdd", QLinearOps::add);
    r.addMicrosoft("QLinearMul", QLinearOps::multiply);
    r.addMicrosoft("QLinearSigmoid", c -> unary(c, c.f()::sigmoid));
    r.addMicrosoft("QLinearLeakyRelu", c -> unary(c, x -> leaky(c, x)));
    r.addMicrosoft("QLinearSoftmax", QLinearOps::softmax);
    r.addMicrosoft("QLinearGlobalAveragePool", QLinearOps::globalAveragePool);
    r.addMicrosoft("QLinearAveragePool", QLinearOps::averagePool);
    r.addMicrosoft("QLinearConcat", QLinearOps::concat);
    r.addMicrosoft("QLinearWhere", QLinearOps::where);
  }

  /**
   * Inputs a, its scale and zero, b, its scale and zero, the result's scale and zero. Scales are
   * divided first and zero points added before rounding, as ONNX Runtime does: where {@code sa /
   * so} is a short fraction, half of all sums lie between two steps.
   */
  private static Value add(Call c) {
    Formula f = c.f();
    Quantities q = new Quantities(c);
    Value a = f.div(q.scalar(1), q.scalar(6));
    Value b = f.div(q.scalar(4), q.scalar(6));
    Value zeros = f.add(f.mul(a, q.zeroPoint(2)), f.mul(b, q.zeroPoint(5)));
    Value fixed = f.sub(q.zeroPoint(7), zeros);
    Value right = f.add(f.mul(f.convert(c.in(3), DType.F32), b), fixed);
    Value y = f.add(f.mul(f.convert(c.in(0), DType.F32), a), right);
    return QuantizeOps.saturate(f, f.apply(Unary.Function.ROUND, y), c.dtype(0));
  }

  /** The same inputs; the product of integers is exact, its zero point added before rounding. */
  private static Value multiply(Call c) {
    Formula f = c.f();
    Quantities q = new Quantities(c);
    Value product = f.mul(q.shifted(0), q.shifted(3));
    Value scale = f.div(f.mul(q.scalar(1), q.scalar(4)), q.scalar(6));
    Value y = f.add(f.mul(f.convert(product, DType.F32), scale), q.zeroPoint(7));
    return QuantizeOps.saturate(f, f.apply(Unary.Function.ROUND, y), c.dtype(0));
  }

  /** Inputs x, its scale and zero, the result's scale and zero. */
  private static Value unary(Call c, UnaryOperator<Value> function) {
    Quantities q = new Quantities(c);
    return q.narrow(function.apply(q.real(0)), 3, c.dtype(0));
  }

  private static Value leaky(Call c, Value x) {
    Formula f = c.f();
    return f.where(f.less(x, f.literal(x, 0)), f.mul(x, c.real("alpha", 0.01f)), x);
  }

  /** The attribute {@code opset} says whose {@code Softmax} is meant. */
  private static Value softmax(Call c) {
    Quantities q = new Quantities(c);
    Value y = SoftmaxOps.softmax(c, q.real(0), c.integer("opset", 13));
    return q.narrowByWholeSteps(y, 3, c.dtype(0));
  }

  private static Value globalAveragePool(Call c) {
    plainLayout(c);
    return unary(c, x -> ReductionOps.mean(c.f(), x, Layout.range(2, c.rank(0))));
  }

  private static Value averagePool(Call c) {
    plainLayout(c);
    return unary(c, x -> PoolOps.average(c, x));
  }

  private static void plainLayout(Call c) {
    if (c.flag("channels_last", false)) {
      throw new IllegalArgumentException("channels_last is not supported");
    }
  }

  /** Inputs the result's scale and zero, then of each part q, scale and zero. */
  private static Value concat(Call c) {
    Quantities q = new Quantities(c);
    List<Value> parts = new ArrayList<>();
    for (int i = 2; i < c.size(); i += 3) {
      parts.add(q.real(i));
    }
    int axis = c.axis("axis", 0, c.rank(2));
    return q.narrow(Layout.concat(c.f(), parts, axis), 0, c.dtype(2));
  }

  /** Inputs condition, x, its scale and zero, y, its scale and zero, the result's. */
  private static Value where(Call c) {
    Quantities q = new Quantities(c);
    DType type = c.dtype(1);
    return q.narrow(c.f().where(c.in(0), q.real(1), q.real(4)), 7, type);
  }
}
