package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;

/** Reports the first token that does not fit, in words, and never guesses a missing one. */
final class NoRepair extends DefaultErrorStrategy {
  private static final int MAX_EXPECTED = 8;

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  @Override
  public void sync(Parser parser) {
    // the rules themselves find the wrong token
  }

  @Override
  public void reportError(Parser parser, RecognitionException e) {
    Token found = e.getOffendingToken();
    parser.notifyErrorListeners(found, "found " + found(found) + expected(parser, e), e);
  }

  private static String found(Token token) {
    String text = token.getText();
    if (token.getType() == Token.EOF) {
      return "the end of the text";
    }
    if (text.equals("\"")) {
      return "a string without end or with an unknown escape";
    }
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private static String expected(Parser parser, RecognitionException e) {
    List<String> names = new ArrayList<>();
    if (e instanceof InputMismatchException && e.getExpectedTokens() != null) {
      e.getExpectedTokens().toList().forEach(t -> names.add(name(parser.getVocabulary(), t)));
    }
    return names.isEmpty() || names.size() > MAX_EXPECTED
        ? ""
        : ", expected " + String.join(" or ", names);
  }

  private static String name(Vocabulary vocabulary, int type) {
    String literal = vocabulary.getLiteralName(type);
    if (literal != null) {
      return literal.substring(1, literal.length() - 1);
    }
    return switch (vocabulary.getDisplayName(type)) {
      case "VALUE" -> "a value such as %x";
      case "INT" -> "an integer";
      case "REAL" -> "a number";
      case "STRING" -> "a string";
      case "NAME" -> "a name";
      default -> "the end of the text";
    };
  }
}
