package org.sinter.frontend.text;

import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Token;

/** A lexer's tokens, fewer and less deeply nested than a parser could be harmed by. */
final class Tokens {
  static final int MAX_TOKENS = 500_000;
  static final int MAX_DEPTH = 200;

  private Tokens() {}

  static CommonTokenStream of(Lexer lexer, SourceText source) {
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    int depth = 0;
    for (int i = 0; tokens.LA(1) != Token.EOF; i++) {
      Token token = tokens.LT(1);
      depth += step(token.getText());
      if (depth > MAX_DEPTH) {
        throw source.error(token, "nested more than " + MAX_DEPTH + " deep");
      }
      if (i > MAX_TOKENS) {
        throw source.error(token, "more than " + MAX_TOKENS + " words and signs");
      }
      tokens.consume();
    }
    tokens.seek(0);
    return tokens;
  }

  private static int step(String token) {
    return switch (token) {
      case "(", "[", "{" -> 1;
      case ")", "]", "}" -> -1;
      default -> 0;
    };
  }
}
