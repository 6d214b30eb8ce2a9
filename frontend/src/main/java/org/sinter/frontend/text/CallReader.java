package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.frontend.text.IrParser.ApplyContext;
import org.sinter.frontend.text.IrParser.ExpressionContext;
import org.sinter.frontend.text.IrParser.FactorContext;
import org.sinter.frontend.text.IrParser.NumberContext;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Select;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.text.Numbers;

/**
 * {@code exp(x)}, {@code min(a, b)}, {@code select(c, a, b)}, {@code cast(f16, x)}, {@code i32(1)}.
 */
final class CallReader {
  private static final Map<String, Unary.Function> UNARY = names(Unary.Function.values());
  private static final Map<String, Binary.Function> BINARY = names(Binary.Function.values());

  /** Elements of one dot product, so that text cannot ask for endless ones. */
  private static final int MAX_NEIGHBOURS = 65;

  private final ExpressionReader expressions;
  private final DimReader dims;

  CallReader(ExpressionReader expressions, DimReader dims) {
    this.expressions = expressions;
    this.dims = dims;
  }

  private static <E extends Enum<E>> Map<String, E> names(E[] functions) {
    Map<String, E> names = new TreeMap<>();
    for (E function : functions) {
      names.put(function.name().toLowerCase(Locale.ROOT), function);
    }
    return Map.copyOf(names);
  }

  Expr read(ApplyContext call, int depth) {
    try {
      return dispatch(call, depth);
    } catch (IllegalArgumentException e) {
      throw new Fault(call.getStart(), e.getMessage());
    }
  }

  private Expr dispatch(ApplyContext call, int depth) {
    String name = call.NAME().getText();
    List<ExpressionContext> arguments = call.arguments().expression();
    switch (name) {
      case "size":
        arity(name, arguments, 1);
        return new Size(dims.expression(arguments.get(0)));
      case "cast":
        return cast(arguments, depth);
      case "reinterpret":
        arity(name, arguments, 2);
        return new Reinterpret(
            DType.parse(arguments.get(0).getText()),
            expressions.expression(arguments.get(1), depth + 1));
      case "select":
        List<Expr> sides = operands(name, arguments, 3, depth);
        return new Select(sides.get(0), sides.get(1), sides.get(2));
      case "dot":
        return dot(operands(name, arguments, arguments.size() == 5 ? 5 : 4, depth));
      default:
        return function(name, arguments, depth);
    }
  }

  private Expr function(String name, List<ExpressionContext> arguments, int depth) {
    if (UNARY.containsKey(name)) {
      return new Unary(UNARY.get(name), operands(name, arguments, 1, depth).get(0));
    }
    if (BINARY.containsKey(name)) {
      List<Expr> operands = operands(name, arguments, 2, depth);
      return new Binary(BINARY.get(name), operands.get(0), operands.get(1));
    }
    arity(name, arguments, 1);
    return literal(element(name), arguments.get(0));
  }

  private static DType element(String name) {
    try {
      return DType.parse(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("unknown function " + name, e);
    }
  }

  private Expr cast(List<ExpressionContext> arguments, int depth) {
    boolean saturate = arguments.size() == 2;
    if (!saturate && (arguments.size() != 3 || !arguments.get(2).getText().equals("false"))) {
      throw new IllegalArgumentException("expected cast(type, value) or cast(type, value, false)");
    }
    Expr value = expressions.expression(arguments.get(1), depth + 1);
    return new Cast(DType.parse(arguments.get(0).getText()), saturate, value);
  }

  private static Expr dot(List<Expr> operands) {
    boolean fits =
        operands.get(0) instanceof Const count
            && count.type() == DType.I64
            && count.value().longValue() < MAX_NEIGHBOURS
            && operands.get(2) instanceof Load
            && operands.get(3) instanceof Load
            && (operands.size() == 4
                || operands.get(4) instanceof Const
                || operands.get(4) instanceof Load);
    if (!fits) {
      throw new IllegalArgumentException(
          "expected dot(count, sum, a[..], b[..]), then maybe a shift or flips[..]");
    }
    int count = ((Const) operands.get(0)).value().intValue();
    Expr last = operands.get(operands.size() - 1);
    int shift = last instanceof Const c ? c.value().intValue() : 0;
    Load flips = operands.size() == 5 && last instanceof Load load ? load : null;
    Load a = (Load) operands.get(2);
    return new Dot(count, operands.get(1), a, (Load) operands.get(3), shift, flips);
  }

  private List<Expr> operands(
      String name, List<ExpressionContext> arguments, int count, int depth) {
    arity(name, arguments, count);
    List<Expr> operands = new ArrayList<>();
    arguments.forEach(a -> operands.add(expressions.expression(a, depth + 1)));
    return operands;
  }

  private static void arity(String name, List<ExpressionContext> arguments, int count) {
    if (arguments.size() != count) {
      throw new IllegalArgumentException(
          name + " takes " + count + " arguments, found " + arguments.size());
    }
  }

  private static Const literal(DType type, ExpressionContext argument) {
    String text = argument.getText();
    FactorContext factor = argument.sum(0).product(0).factor(0);
    if (type.isFloat() && Numbers.named(text) != null) {
      return new Const(type, Numbers.named(text));
    }
    if (!text.equals(factor.getText()) || !(factor.primary() instanceof NumberContext number)) {
      throw new IllegalArgumentException("expected a number of type " + type + ", found " + text);
    }
    if (type == DType.U64 && number.INT() != null) {
      return new Const(type, Long.parseUnsignedLong(text));
    }
    if (!type.isFloat() && number.INT() == null) {
      throw new IllegalArgumentException("expected an integer of type " + type + ", found " + text);
    }
    return new Const(type, ExpressionReader.number(number, factor.getChildCount() > 1).value());
  }
}
