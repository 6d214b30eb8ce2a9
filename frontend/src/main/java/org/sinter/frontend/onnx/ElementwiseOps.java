package org.sinter.frontend.onnx;

import java.util.List;
import java.util.Locale;
import java.util.function.BinaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Bitcast;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Formula;

/** One element from one element of each input: arithmetic, comparisons, casts. */
final class ElementwiseOps {
  private ElementwiseOps() {}

  private static final List<Unary.Function> SAME_NAME =
      List.of(
          Unary.Function.NEG,
          Unary.Function.ABS,
          Unary.Function.SIGN,
          Unary.Function.NOT,
          Unary.Function.FLOOR,
          Unary.Function.CEIL,
          Unary.Function.ROUND,
          Unary.Function.SQRT,
          Unary.Function.EXP,
          Unary.Function.LOG,
          Unary.Function.ERF,
          Unary.Function.TANH,
          Unary.Function.SIN,
          Unary.Function.COS,
          Unary.Function.TAN,
          Unary.Function.ASIN,
          Unary.Function.ACOS,
          Unary.Function.ATAN,
          Unary.Function.SINH,
          Unary.Function.COSH,
          Unary.Function.ASINH,
          Unary.Function.ACOSH,
          Unary.Function.ATANH);

  static void register(Registry r) {
    for (Unary.Function function : SAME_NAME) {
      String name = function.name();
      String op = name.charAt(0) + name.substring(1).toLowerCase(Locale.ROOT);
      r.add(op, c -> c.f().apply(function, c.in(0)));
    }
    binary(r, "Add", Binary.Function.ADD);
    binary(r, "Sub", Binary.Function.SUB);
    binary(r, "Mul", Binary.Function.MUL);
    binary(r, "Div", Binary.Function.DIV);
    binary(r, "And", Binary.Function.AND);
    binary(r, "Or", Binary.Function.OR);
    binary(r, "Xor", Binary.Function.XOR);
    binary(r, "BitwiseAnd", Binary.Function.AND);
    binary(r, "BitwiseOr", Binary.Function.OR);
    binary(r, "BitwiseXor", Binary.Function.XOR);
    binary(r, "Equal", Binary.Function.EQ);
    binary(r, "Less", Binary.Function.LT);
    binary(r, "LessOrEqual", Binary.Function.LE);
    r.add("Greater", c -> c.f().less(c.in(1), c.in(0)));
    r.add("GreaterOrEqual", c -> c.f().lessOrEqual(c.in(1), c.in(0)));
    r.add("BitwiseNot", c -> c.f().apply(Unary.Function.BIT_NOT, c.in(0)));
    r.add("BitShift", ElementwiseOps::shift);
    r.add("Mod", ElementwiseOps::mod);
    r.add("Pow", ElementwiseOps::pow);
    r.add("Where", c -> c.f().where(c.in(0), c.in(1), c.in(2)));
    r.add("Reciprocal", c -> c.f().div(c.f().literal(c.in(0), 1), c.in(0)));
    r.add("Max", c -> fold(c, (x, y) -> max(c.f(), x, y)));
    r.add("Min", c -> fold(c, (x, y) -> min(c.f(), x, y)));
    r.add("Sum", c -> fold(c, c.f()::add));
    r.add("Mean", c -> c.f().div(fold(c, c.f()::add), c.f().literal(c.in(0), c.size())));
    r.add("Identity", c -> c.in(0));
    r.add("Cast", c -> cast(c, c.requiredType("to")));
    r.add("CastLike", c -> cast(c, c.dtype(1)));
    r.add("BitCast", c -> c.b().add(new Bitcast(c.requiredType("to")), c.in(0)));
    r.add("IsNaN", c -> c.f().not(c.f().equal(c.in(0), c.in(0))));
    r.add("IsInf", ElementwiseOps::isInfinite);
    r.add("Clip", ElementwiseOps::clip);
  }

  private static void binary(Registry r, String op, Binary.Function function) {
    r.add(op, c -> combine(c, function));
  }

  private static Value combine(Call c, Binary.Function function) {
    if (c.opset() < 7 && c.flag("broadcast", false)) {
      throw new IllegalArgumentException("broadcasting as before opset 7 is not supported");
    }
    return c.f().combine(function, c.in(0), c.in(1));
  }

  static Value max(Formula f, Value x, Value y) {
    boolean bool = x.type().dtype() == DType.BOOL;
    return f.combine(bool ? Binary.Function.OR : Binary.Function.MAX, x, y);
  }

  static Value min(Formula f, Value x, Value y) {
    boolean bool = x.type().dtype() == DType.BOOL;
    return f.combine(bool ? Binary.Function.AND : Binary.Function.MIN, x, y);
  }

  private static Value fold(Call c, BinaryOperator<Value> function) {
    Value result = c.in(0);
    for (int i = 1; i < c.size(); i++) {
      result = function.apply(result, c.in(i));
    }
    return result;
  }

  private static Value shift(Call c) {
    boolean left = c.text("direction", "").equals("LEFT");
    return c.f().combine(left ? Binary.Function.SHL : Binary.Function.SHR, c.in(0), c.in(1));
  }

  private static Value mod(Call c) {
    boolean truncated = c.flag("fmod", false) || c.dtype(0).isFloat();
    return c.f().combine(truncated ? Binary.Function.REM : Binary.Function.MOD, c.in(0), c.in(1));
  }

  /** The result has the base's type; an integer power of floats is computed in f64. */
  private static Value pow(Call c) {
    Formula f = c.f();
    Value x = c.in(0);
    Value y = c.in(1);
    if (x.type().dtype().isFloat() || !y.type().dtype().isFloat()) {
      return f.combine(Binary.Function.POW, x, f.convert(y, x.type().dtype()));
    }
    Value wide = f.convert(x, DType.F64);
    Value power = f.combine(Binary.Function.POW, wide, f.convert(y, DType.F64));
    return f.convert(power, x.type().dtype());
  }

  private static Value cast(Call c, DType to) {
    if (c.dtype(0) == to) {
      return c.in(0);
    }
    if (to == DType.F8E8M0 && !c.text("round_mode", "up").equals("up")) {
      return Scales.convert(c.f(), c.in(0), c.text("round_mode", "up"));
    }
    boolean wraps = c.dtype(0).isFloat() && to.isInteger() && to.bits() < 8;
    Value x = wraps ? c.f().convert(c.in(0), DType.I32) : c.in(0);
    boolean saturates = !to.isFloat() || c.flag("saturate", true);
    return c.b().add(new Convert(to, saturates), x);
  }

  private static Value isInfinite(Call c) {
    Formula f = c.f();
    Value x = c.in(0);
    boolean negative = c.flag("detect_negative", true);
    boolean positive = c.flag("detect_positive", true);
    Value infinity = f.literal(x, Double.POSITIVE_INFINITY);
    if (negative && positive) {
      return f.equal(f.apply(Unary.Function.ABS, x), infinity);
    }
    if (positive) {
      return f.equal(x, infinity);
    }
    return negative ? f.equal(f.neg(x), infinity) : f.less(x, x);
  }

  private static Value clip(Call c) {
    Formula f = c.f();
    Value x = c.in(0);
    Value low = c.optional(1);
    Value high = c.optional(2);
    if (c.opset() < 11) {
      low = c.hasAttribute("min") ? f.literal(x, c.real("min", 0)) : null;
      high = c.hasAttribute("max") ? f.literal(x, c.real("max", 0)) : null;
    }
    x = low == null ? x : f.combine(Binary.Function.MAX, x, low);
    return high == null ? x : f.combine(Binary.Function.MIN, x, high);
  }
}
