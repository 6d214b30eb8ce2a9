package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The labels of an einsum equation: letters, and control characters for an ellipsis. */
final class EinsumEquation {
  private EinsumEquation() {}

  /** {@code ...} becomes control characters, counted from its end. */
  static List<Character> labels(String term, int rank, int ellipsis) {
    int covered = rank < 0 ? ellipsis : rank - term.replace("...", "").length();
    StringBuilder dots = new StringBuilder();
    for (int i = ellipsis - covered; i < ellipsis; i++) {
      dots.append((char) (1 + i));
    }
    List<Character> labels = new ArrayList<>();
    for (char label : term.replace("...", dots).toCharArray()) {
      if (label > 16 && !Character.isLetter(label)) {
        throw new IllegalArgumentException("label '" + label + "'");
      }
      labels.add(label);
    }
    return labels;
  }

  /** Labels that stand once, in alphabetical order. */
  static List<Character> implicit(String terms, int ellipsis) {
    List<Character> out = new ArrayList<>();
    for (int i = 0; i < ellipsis; i++) {
      out.add((char) (1 + i));
    }
    String letters = terms.replace("...", "").replace(",", "");
    Set<Character> sorted = new TreeSet<>();
    for (char label : letters.toCharArray()) {
      if (letters.indexOf(label) == letters.lastIndexOf(label)) {
        sorted.add(label);
      }
    }
    out.addAll(sorted);
    return out;
  }
}
