package org.sinter.frontend.text;

import java.util.List;
import org.sinter.frontend.text.PipelineParser.ListContext;
import org.sinter.frontend.text.PipelineParser.NumberContext;
import org.sinter.frontend.text.PipelineParser.StringContext;
import org.sinter.frontend.text.PipelineParser.ValueContext;
import org.sinter.ir.text.Names;
import org.sinter.ir.text.Numbers;

/** Options of passes as plain values: Long, Double, Boolean, String, lists of those. */
final class OptionValues {
  private OptionValues() {}

  static Object read(ValueContext value) {
    if (value instanceof NumberContext number) {
      boolean negative = number.getChildCount() > 1;
      return number.INT() != null
          ? (Object) Literals.integer(number.INT().getSymbol(), negative)
          : (Object) Double.parseDouble(value.getText());
    }
    if (value instanceof StringContext) {
      return Names.unquote(value.getText());
    }
    return value instanceof ListContext list ? list(list) : word(value.getText());
  }

  private static List<Object> list(ListContext list) {
    return list.value().stream().map(OptionValues::read).toList();
  }

  private static Object word(String word) {
    if (word.equals("true") || word.equals("false")) {
      return word.equals("true");
    }
    Double number = Numbers.named(word);
    return number == null ? word : number;
  }
}
