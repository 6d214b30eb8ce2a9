package org.sinter.frontend.onnx.write;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/** Functions of one and two elements. */
final class Elementwise {
  private Elementwise() {}

  static String unary(Nodes n, Unary.Function function, DType type, String x) {
    return switch (function) {
      case TRUNC -> {
        String negative = n.add("Less", List.of(x, n.scalar(type, 0)));
        String up = n.add("Ceil", List.of(x));
        yield n.add("Where", List.of(negative, up, n.add("Floor", List.of(x))));
      }
      case BIT_NOT -> n.add("BitwiseNot", List.of(x));
      default -> n.add(titled(function.name()), List.of(x));
    };
  }

  /** {@code SQRT} is Sqrt. */
  static String titled(String name) {
    return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
  }

  /** Null: ONNX has nothing for it. */
  static String binary(Nodes n, Binary.Function function, DType type, String a, String b) {
    List<String> both = List.of(a, b);
    String bits = type == DType.BOOL ? "" : "Bitwise";
    return switch (function) {
      case ADD, SUB, MUL, DIV, POW, MIN, MAX -> n.add(titled(function.name()), both);
      case AND, OR, XOR -> n.add(bits + titled(function.name()), both);
      case EQ -> n.add("Equal", both);
      case LT -> n.add("Less", both);
      case LE -> n.add("LessOrEqual", both);
      case REM -> n.add("Mod", both, "fmod", 1);
      case FLOOR_DIV -> floorDiv(n, type, a, b);
      case MOD -> mod(n, type, a, b);
      case SHL -> shift(n, type, "LEFT", both);
      case SHR -> shift(n, type, "RIGHT", both);
    };
  }

  private static String floorDiv(Nodes n, DType type, String a, String b) {
    if (type.isFloat()) {
      return n.add("Floor", List.of(n.add("Div", List.of(a, b))));
    }
    String rest = n.add("Mod", List.of(a, b));
    return n.add("Div", List.of(n.add("Sub", List.of(a, rest)), b));
  }

  private static String mod(Nodes n, DType type, String a, String b) {
    if (!type.isFloat()) {
      return n.add("Mod", List.of(a, b));
    }
    String whole = n.add("Mul", List.of(floorDiv(n, type, a, b), b));
    return n.add("Sub", List.of(a, whole));
  }

  private static String shift(Nodes n, DType type, String direction, List<String> both) {
    boolean unsigned = type.kind() == DType.Kind.UNSIGNED;
    return unsigned ? n.add("BitShift", both, "direction", direction) : null;
  }
}
