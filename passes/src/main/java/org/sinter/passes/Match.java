package org.sinter.passes;

import java.util.List;
import org.sinter.ir.Bits;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;

/** Small questions about values that rules ask. */
public final class Match {
  /** Constants with more elements are not read to see whether all are equal. */
  private static final long MAX_UNIFORM = 1 << 16;

  /** Conversions of conversions that a literal is looked for behind. */
  private static final int MAX_CONVERSIONS = 16;

  private Match() {}

  /** Two operands, in the order a pattern wants them. */
  public record Pair(Value first, Value second) {}

  /** The op that gives {@code value} when it is of class {@code type}, else null. */
  public static <O extends Op> O op(Value value, Class<O> type) {
    return value instanceof Node.Result r && type.isInstance(r.node().op())
        ? type.cast(r.node().op())
        : null;
  }

  public static boolean is(Value value, Class<? extends Op> type) {
    return op(value, type) != null;
  }

  /** Input {@code index} of the node that gives {@code value}. */
  public static Value input(Value value, int index) {
    return ((Node.Result) value).node().input(index);
  }

  public static List<Value> inputs(Value value) {
    return ((Node.Result) value).node().inputs();
  }

  /** The operand of {@code function}, or null when {@code value} is something else. */
  public static Value operand(Value value, Unary.Function function) {
    Apply apply = op(value, Apply.class);
    return apply != null && apply.function() == function ? input(value, 0) : null;
  }

  /** The operands of {@code function}, or null when {@code value} is something else. */
  public static Pair operands(Value value, Binary.Function function) {
    Combine combine = op(value, Combine.class);
    return combine != null && combine.function() == function
        ? new Pair(input(value, 0), input(value, 1))
        : null;
  }

  /** Both orders of the operands of a commutative function; empty when it is something else. */
  public static List<Pair> either(Value value, Binary.Function function) {
    Pair pair = operands(value, function);
    return pair == null ? List.of() : List.of(pair, new Pair(pair.second(), pair.first()));
  }

  /** The number that every element of {@code value} is, or null when that is not known. */
  public static Double literal(Value value) {
    return literal(value, 0);
  }

  private static Double literal(Value value, int depth) {
    Value at = value;
    while (is(at, Expand.class) || is(at, Reshape.class) || is(at, Transpose.class)) {
      at = input(at, 0);
    }
    Fill fill = op(at, Fill.class);
    if (fill != null) {
      return round(fill);
    }
    if (at instanceof Constant c) {
      return uniform(c.elements());
    }
    Convert convert = op(at, Convert.class);
    if (convert != null && convert.to().isFloat() && depth < MAX_CONVERSIONS) {
      Double inner = literal(input(at, 0), depth + 1);
      return inner == null ? null : (Double) Bits.round(convert.to(), inner);
    }
    return null;
  }

  private static Double round(Fill fill) {
    double number = fill.value().doubleValue();
    return fill.dtype().isFloat() ? Bits.round(fill.dtype(), number) : number;
  }

  private static Double uniform(Elements elements) {
    if (elements.size() == 0 || elements.size() > MAX_UNIFORM) {
      return null;
    }
    double first = elements.real(0);
    for (long i = 1; i < elements.size(); i++) {
      if (elements.real(i) != first) {
        return null;
      }
    }
    return first;
  }

  public static boolean isLiteral(Value value, double number) {
    Double literal = literal(value);
    return literal != null && literal == number;
  }

  /** Whether all elements are {@code number} as far as their type, or an exporter, can say it. */
  public static boolean isNear(Value value, double number) {
    Double literal = literal(value);
    return literal != null && near(literal, number, value.type().dtype());
  }

  /** Whether {@code a} is {@code b} to six digits, or to those that {@code type} has. */
  public static boolean near(double a, double b, DType type) {
    double tolerance =
        switch (type) {
          case F64, F32 -> 5e-6;
          case F16 -> 1e-3;
          default -> 8e-3;
        };
    return Math.abs(a - b) <= tolerance * Math.abs(b);
  }

  /** {@code value} without ops that only change the shape of what is broadcast anyway. */
  public static Value unexpanded(Value value) {
    Value at = value;
    while (is(at, Expand.class)) {
      at = input(at, 0);
    }
    return at;
  }

  /** How many dims are not 1. */
  public static int longDims(List<Dim> dims) {
    return (int) dims.stream().filter(d -> !d.is(1)).count();
  }
}
