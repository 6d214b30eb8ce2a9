package org.sinter.frontend.text;

import java.util.List;
import java.util.function.BinaryOperator;
import org.antlr.v4.runtime.Token;
import org.sinter.frontend.text.IrParser.ApplyContext;
import org.sinter.frontend.text.IrParser.ExpressionContext;
import org.sinter.frontend.text.IrParser.FactorContext;
import org.sinter.frontend.text.IrParser.NumberContext;
import org.sinter.frontend.text.IrParser.ParenthesesContext;
import org.sinter.frontend.text.IrParser.PrimaryContext;
import org.sinter.frontend.text.IrParser.ProductContext;
import org.sinter.frontend.text.IrParser.SumContext;
import org.sinter.frontend.text.IrParser.VariableContext;
import org.sinter.ir.Dim;

/** Dims of a parse tree: sums and products of integers, symbols and functions. */
final class DimReader {
  /** Products of longer texts are refused, since expanding them could take all memory. */
  private static final int MAX_SIZE = 1 << 14;

  private final SymbolScope scope;

  DimReader(SymbolScope scope) {
    this.scope = scope;
  }

  Dim sum(SumContext sum) {
    Dim total = product(sum.product(0));
    for (int i = 1; i < sum.product().size(); i++) {
      boolean minus = sum.getChild(2 * i - 1).getText().equals("-");
      Dim next = product(sum.product(i));
      total = apply(sum.getStart(), total, next, minus ? Dim::minus : Dim::plus);
    }
    return total;
  }

  private Dim product(ProductContext product) {
    Dim total = factor(product.factor(0));
    for (int i = 1; i < product.factor().size(); i++) {
      if (product.getChild(2 * i - 1).getText().equals("/")) {
        throw new Fault(product.getStart(), "division in a dim is written floordiv(a, b)");
      }
      total = apply(product.getStart(), total, factor(product.factor(i)), Dim::times);
    }
    return total;
  }

  private Dim factor(FactorContext factor) {
    PrimaryContext primary = factor.primary();
    boolean negative = factor.getChildCount() > 1;
    if (primary instanceof NumberContext number && number.INT() != null) {
      return Dim.of(Literals.integer(number.INT().getSymbol(), negative));
    }
    Dim value = primary(primary);
    return negative ? apply(factor.getStart(), value, Dim.of(-1), Dim::times) : value;
  }

  private Dim primary(PrimaryContext primary) {
    if (primary instanceof VariableContext variable) {
      return scope.symbol(variable.name());
    }
    if (primary instanceof ParenthesesContext inner) {
      return expression(inner.expression());
    }
    if (primary instanceof ApplyContext call) {
      return call(call);
    }
    throw new Fault(primary.getStart(), "expected a dim, found " + primary.getText());
  }

  Dim expression(ExpressionContext expression) {
    if (expression.sum().size() > 1) {
      throw new Fault(expression.getStart(), "expected a dim, found a comparison");
    }
    return sum(expression.sum(0));
  }

  private Dim call(ApplyContext call) {
    List<ExpressionContext> arguments = call.arguments().expression();
    BinaryOperator<Dim> function =
        switch (call.NAME().getText()) {
          case "min" -> Dim::min;
          case "max" -> Dim::max;
          case "mod" -> Dim::mod;
          case "floordiv" -> Dim::floorDiv;
          default ->
              throw new Fault(
                  call.getStart(),
                  "unknown function "
                      + call.NAME()
                      + " of dims, expected min, max, mod or floordiv");
        };
    if (arguments.size() != 2) {
      throw new Fault(call.getStart(), call.NAME() + " of dims takes two arguments");
    }
    Dim a = expression(arguments.get(0));
    return apply(call.getStart(), a, expression(arguments.get(1)), function);
  }

  private static Dim apply(Token at, Dim a, Dim b, BinaryOperator<Dim> function) {
    if ((long) a.toString().length() * b.toString().length() > MAX_SIZE) {
      throw new Fault(at, "the dim is too long");
    }
    try {
      return function.apply(a, b);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Fault(at, "the dim cannot be computed: " + e.getMessage());
    }
  }
}
