package org.sinter.runtime;

import java.util.Arrays;
import java.util.List;

/**
 * Reads {@code sum = product (('+' | '-') product)*, product = factor ('*' factor)*}, where a
 * factor is an integer, a symbol, {@code (sum)} or {@code floordiv|mod|min|max(sum, sum, ..)}.
 */
final class FormulaReader {
  private static final int MAX_NESTING = 100;

  private final String text;
  private final List<String> symbols;
  private int at;
  private int nesting;
  private int[] steps = new int[8];
  private long[] operands = new long[8];
  private int count;
  private int depth;
  private int deepest;

  private FormulaReader(String text, List<String> symbols) {
    this.text = text;
    this.symbols = symbols;
  }

  static Formula read(String text, List<String> symbols) {
    FormulaReader reader = new FormulaReader(text, symbols);
    reader.sum();
    if (reader.at < text.length()) {
      throw reader.error("an operator expected");
    }
    int[] steps = Arrays.copyOf(reader.steps, reader.count);
    return new Formula(text, steps, Arrays.copyOf(reader.operands, reader.count), reader.deepest);
  }

  private void sum() {
    product();
    while (true) {
      if (eat('+')) {
        product();
        emit(Formula.ADD, 0);
      } else if (eat('-')) {
        product();
        emit(Formula.SUBTRACT, 0);
      } else {
        return;
      }
    }
  }

  private void product() {
    factor();
    while (eat('*')) {
      factor();
      emit(Formula.MULTIPLY, 0);
    }
  }

  private void factor() {
    if (++nesting > MAX_NESTING) {
      throw error("nested deeper than " + MAX_NESTING);
    }
    if (eat('(')) {
      sum();
      expect(')');
    } else if (eat('-')) {
      emit(Formula.CONSTANT, 0);
      factor();
      emit(Formula.SUBTRACT, 0);
    } else {
      word();
    }
    nesting--;
  }

  private void word() {
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (word.isEmpty()) {
      throw error("an integer or a name expected");
    }
    if (eat('(')) {
      call(word);
    } else if (word.charAt(0) >= '0' && word.charAt(0) <= '9') {
      number(word);
    } else {
      symbol(word);
    }
  }

  private void call(String name) {
    int step = Formula.FLOORDIV + List.of("floordiv", "mod", "min", "max").indexOf(name);
    if (step < Formula.FLOORDIV) {
      throw error("no function is called \"" + name + "\"");
    }
    sum();
    expect(',');
    do {
      sum();
      emit(step, 0);
    } while (step >= Formula.MIN && eat(','));
    expect(')');
  }

  private void number(String digits) {
    try {
      emit(Formula.CONSTANT, Long.parseLong(digits));
    } catch (NumberFormatException e) {
      throw error("\"" + digits + "\" is not an integer of 64 bits");
    }
  }

  private void symbol(String name) {
    int index = symbols.indexOf(name);
    if (index < 0) {
      throw error("no symbol is called \"" + name + "\"");
    }
    emit(Formula.SYMBOL, index);
  }

  private void emit(int step, long operand) {
    if (count == steps.length) {
      steps = Arrays.copyOf(steps, 2 * count);
      operands = Arrays.copyOf(operands, 2 * count);
    }
    steps[count] = step;
    operands[count++] = operand;
    depth += step <= Formula.SYMBOL ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$';
  }

  private boolean eat(char c) {
    space();
    if (at >= text.length() || text.charAt(at) != c) {
      return false;
    }
    at++;
    space();
    return true;
  }

  private void expect(char c) {
    if (!eat(c)) {
      throw error("'" + c + "' expected");
    }
  }

  private void space() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private ModelException error(String message) {
    String shown = text.length() <= 200 ? text : text.substring(0, 200) + "...";
    return new ModelException("formula \"" + shown + "\", character " + at + ": " + message);
  }
}
