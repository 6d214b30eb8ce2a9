package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.sinter.frontend.text.IrParser.ApplyContext;
import org.sinter.frontend.text.IrParser.ArgumentsContext;
import org.sinter.frontend.text.IrParser.ExpressionContext;
import org.sinter.frontend.text.IrParser.FactorContext;
import org.sinter.frontend.text.IrParser.LoadContext;
import org.sinter.frontend.text.IrParser.NumberContext;
import org.sinter.frontend.text.IrParser.ParenthesesContext;
import org.sinter.frontend.text.IrParser.PrimaryContext;
import org.sinter.frontend.text.IrParser.ProductContext;
import org.sinter.frontend.text.IrParser.SumContext;
import org.sinter.frontend.text.IrParser.TruthContext;
import org.sinter.frontend.text.IrParser.VariableContext;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.text.Numbers;

/** Expressions of a parse tree, exactly as written: nothing is simplified. */
final class ExpressionReader {
  private static final int MAX_DEPTH = 1000;

  private final KernelScope scope;
  private final CallReader calls;

  ExpressionReader(KernelScope scope, DimReader dims) {
    this.scope = scope;
    this.calls = new CallReader(this, dims);
  }

  /** The expression, which must be of the given type. */
  Expr read(ExpressionContext e, DType type) {
    Expr read = expression(e, 0);
    if (read.type() != type) {
      throw new Fault(e.getStart(), "expected " + type + ", found " + read.type());
    }
    return read;
  }

  Expr read(ExpressionContext e) {
    return expression(e, 0);
  }

  Expr index(SumContext sum) {
    Expr read = sum(sum, 0);
    if (read.type() != DType.I64) {
      throw new Fault(sum.getStart(), "expected i64, found " + read.type());
    }
    return read;
  }

  /** {@code depth} counts the expressions around this one. */
  Expr expression(ExpressionContext e, int depth) {
    Expr a = sum(e.sum(0), depth + 1);
    if (e.sum().size() == 1) {
      return a;
    }
    Binary.Function function =
        switch (e.getChild(1).getText()) {
          case "<" -> Binary.Function.LT;
          case "<=" -> Binary.Function.LE;
          default -> Binary.Function.EQ;
        };
    return binary(e, function, a, sum(e.sum(1), depth + 1));
  }

  private Expr sum(SumContext sum, int depth) {
    int count = sum.product().size();
    check(sum, depth + count);
    Expr total = product(sum.product(0), depth + count);
    for (int i = 1; i < count; i++) {
      boolean minus = sum.getChild(2 * i - 1).getText().equals("-");
      Expr next = product(sum.product(i), depth + 1);
      total = binary(sum, minus ? Binary.Function.SUB : Binary.Function.ADD, total, next);
    }
    return total;
  }

  private Expr product(ProductContext product, int depth) {
    int count = product.factor().size();
    check(product, depth + count);
    Expr total = factor(product.factor(0), depth + count);
    for (int i = 1; i < count; i++) {
      boolean divided = product.getChild(2 * i - 1).getText().equals("/");
      Expr next = factor(product.factor(i), depth + 1);
      total = binary(product, divided ? Binary.Function.DIV : Binary.Function.MUL, total, next);
    }
    return total;
  }

  private static void check(ParserRuleContext at, int depth) {
    if (depth > MAX_DEPTH) {
      throw new Fault(at.getStart(), "the expression is more than " + MAX_DEPTH + " deep");
    }
  }

  private static Expr binary(ParserRuleContext at, Binary.Function function, Expr a, Expr b) {
    try {
      return new Binary(function, a, b);
    } catch (IllegalArgumentException e) {
      throw new Fault(at.getStart(), e.getMessage());
    }
  }

  private Expr factor(FactorContext factor, int depth) {
    boolean negative = factor.getChildCount() > 1;
    PrimaryContext primary = factor.primary();
    if (primary instanceof NumberContext n) {
      return number(n, negative);
    }
    String special = (negative ? "-" : "") + primary.getText();
    if (Numbers.named(special) != null) {
      return new Const(DType.F32, Numbers.named(special));
    }
    Expr value = primary(primary, depth + 1);
    return negative ? new Unary(Unary.Function.NEG, value) : value;
  }

  static Const number(NumberContext n, boolean negative) {
    if (n.INT() != null) {
      return new Const(DType.I64, Literals.integer(n.INT().getSymbol(), negative));
    }
    double value = Double.parseDouble(n.getText());
    return new Const(DType.F32, negative ? -value : value);
  }

  private Expr primary(PrimaryContext primary, int depth) {
    if (primary instanceof LoadContext load) {
      return load(load, depth);
    }
    if (primary instanceof ApplyContext call) {
      return calls.read(call, depth);
    }
    if (primary instanceof VariableContext variable) {
      return scope.variable(variable.name());
    }
    if (primary instanceof TruthContext truth) {
      return new Const(DType.BOOL, truth.getText().equals("true") ? 1 : 0);
    }
    return expression(((ParenthesesContext) primary).expression(), depth);
  }

  private Expr load(LoadContext load, int depth) {
    try {
      return new Load(scope.buffer(load.name()), indices(load.arguments(), depth));
    } catch (IllegalArgumentException e) {
      throw new Fault(load.getStart(), e.getMessage());
    }
  }

  List<Expr> indices(ArgumentsContext arguments, int depth) {
    List<Expr> indices = new ArrayList<>();
    if (arguments != null) {
      for (ExpressionContext e : arguments.expression()) {
        Expr index = expression(e, depth + 1);
        if (index.type() != DType.I64) {
          throw new Fault(e.getStart(), "an index is i64, found " + index.type());
        }
        indices.add(index);
      }
    }
    return indices;
  }
}
