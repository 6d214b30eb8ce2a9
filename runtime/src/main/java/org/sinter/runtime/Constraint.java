package org.sinter.runtime;

import java.util.List;

/** A relation that the symbols of a call must keep: {@code seq <= 512}. */
record Constraint(Formula left, String relation, Formula right) {
  private static final String[] RELATIONS = {"==", "!=", "<=", ">=", "<", ">"};

  static Constraint read(String text, List<String> symbols) {
    for (String relation : RELATIONS) {
      int at = text.indexOf(relation);
      if (at >= 0) {
        Formula left = FormulaReader.read(text.substring(0, at).strip(), symbols);
        String rest = text.substring(at + relation.length());
        return new Constraint(left, relation, FormulaReader.read(rest.strip(), symbols));
      }
    }
    throw new ModelException("constraint \"" + text + "\": one of == != <= >= < > expected");
  }

  boolean holds(long[] symbols) {
    int order = Long.compare(left.evaluate(symbols), right.evaluate(symbols));
    switch (relation) {
      case "==":
        return order == 0;
      case "!=":
        return order != 0;
      case "<=":
        return order <= 0;
      case ">=":
        return order >= 0;
      case "<":
        return order < 0;
      default:
        return order > 0;
    }
  }

  @Override
  public String toString() {
    return left + " " + relation + " " + right;
  }
}
