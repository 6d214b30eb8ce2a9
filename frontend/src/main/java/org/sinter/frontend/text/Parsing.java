package org.sinter.frontend.text;

import java.util.function.Function;
import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Lexer;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/** Text to a parse tree: SLL prediction first, LL for what it cannot decide; no repair. */
final class Parsing {
  private Parsing() {}

  static <P extends Parser, T> T parse(
      SourceText source,
      Function<CharStream, ? extends Lexer> lexer,
      Function<TokenStream, P> parser,
      Function<P, T> start) {
    CommonTokenStream tokens =
        Tokens.of(lexer.apply(CharStreams.fromString(source.text())), source);
    P parsing = parser.apply(tokens);
    parsing.removeErrorListeners();
    parsing.setErrorHandler(new BailErrorStrategy());
    parsing.getInterpreter().setPredictionMode(PredictionMode.SLL);
    try {
      return start.apply(parsing);
    } catch (ParseCancellationException e) {
      tokens.seek(0);
      parsing.reset();
      parsing.setErrorHandler(new NoRepair());
      parsing.addErrorListener(new Listener(source));
      parsing.getInterpreter().setPredictionMode(PredictionMode.LL);
      return start.apply(parsing);
    }
  }

  /** Turns the first syntax error into an exception. */
  private static final class Listener extends BaseErrorListener {
    private final SourceText source;

    Listener(SourceText source) {
      this.source = source;
    }

    @Override
    public void syntaxError(
        Recognizer<?, ?> recognizer,
        Object symbol,
        int line,
        int column,
        String message,
        RecognitionException e) {
      Token at = symbol instanceof Token t ? t : ((Parser) recognizer).getCurrentToken();
      throw source.error(at, message);
    }
  }
}
