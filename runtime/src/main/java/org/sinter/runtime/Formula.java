package org.sinter.runtime;

/**
 * An integer formula over the symbols of a model, kept in postfix order: {@code max(4*seq, 128)} is
 * {@code 4 seq * 128 max}. Overflow and division by zero are {@link ArithmeticException}s.
 */
final class Formula {
  static final int CONSTANT = 0;
  static final int SYMBOL = 1;
  static final int ADD = 2;
  static final int SUBTRACT = 3;
  static final int MULTIPLY = 4;
  static final int FLOORDIV = 5;
  static final int MOD = 6;
  static final int MIN = 7;
  static final int MAX = 8;

  private final String text;
  private final int[] steps;
  private final long[] operands;
  private final int depth;

  /**
   * @param steps what to do, one of the constants above
   * @param operands the value of each constant, the index of each symbol
   */
  Formula(String text, int[] steps, long[] operands, int depth) {
    this.text = text;
    this.steps = steps;
    this.operands = operands;
    this.depth = depth;
  }

  long evaluate(long[] symbols) {
    long[] stack = new long[depth];
    int top = -1;
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] == CONSTANT) {
        stack[++top] = operands[i];
      } else if (steps[i] == SYMBOL) {
        stack[++top] = symbols[(int) operands[i]];
      } else {
        top--;
        stack[top] = apply(steps[i], stack[top], stack[top + 1]);
      }
    }
    return stack[0];
  }

  private static long apply(int step, long a, long b) {
    switch (step) {
      case ADD:
        return Math.addExact(a, b);
      case SUBTRACT:
        return Math.subtractExact(a, b);
      case MULTIPLY:
        return Math.multiplyExact(a, b);
      case FLOORDIV:
        return a == Long.MIN_VALUE && b == -1 ? Math.negateExact(a) : Math.floorDiv(a, b);
      case MOD:
        return Math.floorMod(a, b);
      case MIN:
        return Math.min(a, b);
      default:
        return Math.max(a, b);
    }
  }

  /** The index of the symbol that this formula is, -1 if it is not one alone. */
  int symbol() {
    return steps.length == 1 && steps[0] == SYMBOL ? (int) operands[0] : -1;
  }

  /** Whether symbol {@code index} occurs. */
  boolean mentions(int index) {
    for (int i = 0; i < steps.length; i++) {
      if (steps[i] == SYMBOL && operands[i] == index) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
