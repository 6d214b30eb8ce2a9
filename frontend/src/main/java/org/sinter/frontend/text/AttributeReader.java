package org.sinter.frontend.text;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sinter.frontend.text.IrParser.ArgumentContext;
import org.sinter.frontend.text.IrParser.AttributeContext;
import org.sinter.frontend.text.IrParser.AttributesContext;
import org.sinter.frontend.text.IrParser.ExpressionContext;
import org.sinter.frontend.text.IrParser.FactorContext;
import org.sinter.frontend.text.IrParser.GraphContext;
import org.sinter.frontend.text.IrParser.NumberContext;
import org.sinter.frontend.text.IrParser.SumContext;
import org.sinter.frontend.text.IrParser.TruthContext;
import org.sinter.frontend.text.IrParser.VariableContext;
import org.sinter.ir.Graph;
import org.sinter.ir.text.Names;
import org.sinter.ir.text.Term;

/**
 * Attributes as plain values: Long (BigInteger from 2^63 on), Double, Boolean, {@link Term}, Graph,
 * lists of those.
 */
final class AttributeReader {
  /** Digits of the largest u64. */
  private static final int MAX_DIGITS = 20;

  private final DimReader dims;
  private final Function<GraphContext, Graph> graphs;

  AttributeReader(DimReader dims, Function<GraphContext, Graph> graphs) {
    this.dims = dims;
    this.graphs = graphs;
  }

  Map<String, Object> read(AttributesContext attributes) {
    Map<String, Object> values = new LinkedHashMap<>();
    if (attributes != null) {
      for (AttributeContext attribute : attributes.attribute()) {
        String name = Literals.title(attribute.title());
        if (values.put(name, value(attribute.argument())) != null) {
          throw new Fault(attribute.getStart(), "attribute " + name + " is given twice");
        }
      }
    }
    return values;
  }

  private Object value(ArgumentContext argument) {
    if (argument.list() != null) {
      List<ArgumentContext> items = argument.list().argument();
      return items.stream().map(this::value).toList();
    }
    if (argument.graph() != null) {
      return graphs.apply(argument.graph());
    }
    return argument.expression() == null
        ? word(argument.getText(), null)
        : expression(argument.expression());
  }

  private Object expression(ExpressionContext expression) {
    SumContext sum = expression.sum(0);
    if (expression.sum().size() > 1) {
      throw new Fault(expression.getStart(), "a comparison is no attribute");
    }
    FactorContext factor = sum.product(0).factor(0);
    boolean alone = sum.product().size() == 1 && sum.product(0).factor().size() == 1;
    boolean negative = factor.getChildCount() > 1;
    if (alone && factor.primary() instanceof NumberContext number) {
      return number(number, negative);
    }
    if (alone && !negative && factor.primary() instanceof TruthContext truth) {
      return truth.getText().equals("true");
    }
    if (alone && !negative && factor.primary() instanceof VariableContext v) {
      return word(Literals.name(v.name()), sum);
    }
    return word(sum.getText(), sum);
  }

  private static Object number(NumberContext number, boolean negative) {
    if (number.INT() != null) {
      boolean small = negative || number.getText().length() > MAX_DIGITS;
      BigInteger large = small ? BigInteger.ZERO : new BigInteger(number.getText());
      return large.bitLength() > 63
          ? large
          : (Object) Literals.integer(number.INT().getSymbol(), negative);
    }
    double value = Double.parseDouble(number.getText());
    return negative ? -value : value;
  }

  private Term word(String text, SumContext dim) {
    return new Term(
        text,
        () -> {
          if (dim == null) {
            throw new IllegalArgumentException(Names.string(text) + " is no dim");
          }
          return dims.sum(dim);
        });
  }
}
