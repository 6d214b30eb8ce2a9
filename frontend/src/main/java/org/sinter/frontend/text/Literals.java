package org.sinter.frontend.text;

import org.antlr.v4.runtime.Token;
import org.sinter.frontend.text.IrParser.NameContext;
import org.sinter.frontend.text.IrParser.TitleContext;
import org.sinter.ir.text.Names;

/** Names and numbers of a parse tree. */
final class Literals {
  private Literals() {}

  static String name(NameContext name) {
    return name.STRING() == null ? name.getText() : Names.unquote(name.getText());
  }

  static String title(TitleContext title) {
    return title.STRING() == null ? title.getText() : Names.unquote(title.getText());
  }

  /** The name of a value as written, without quotes. */
  static String plain(Token value) {
    String text = value.getText().substring(1);
    return text.startsWith("\"") ? Names.unquote(text) : text;
  }

  /** {@code %x}, {@code %0} and {@code %"a b"} → the key by which values are known. */
  static String value(Token value) {
    String text = value.getText().substring(1);
    return text.startsWith("\"") ? Names.name(Names.unquote(text)) : text;
  }

  /** The integer, negated if so; -9223372036854775808 included. */
  static long integer(Token token, boolean negative) {
    try {
      return Long.parseLong((negative ? "-" : "") + token.getText());
    } catch (NumberFormatException e) {
      throw new Fault(token, "an integer of more than 64 bits");
    }
  }
}
