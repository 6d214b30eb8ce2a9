package org.sinter.ir.text;

import java.util.function.Supplier;
import org.sinter.ir.Dim;

/**
 * An attribute's value that only its type can tell apart: a word such as {@code erf} or {@code
 * per-row}, a string, or a dim such as {@code past + 1}.
 *
 * @param text as written, without blanks and quotes
 * @param dim its value as a dim; throws {@link IllegalArgumentException} when it is none
 */
public record Term(String text, Supplier<Dim> dim) {
  @Override
  public String toString() {
    return text;
  }
}
