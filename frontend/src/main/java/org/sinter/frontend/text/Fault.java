package org.sinter.frontend.text;

import org.antlr.v4.runtime.Token;

/** Something wrong at a token; whoever can go on after it reports it. */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Token at;

  Fault(Token at, String message) {
    super(message, null, false, false);
    this.at = at;
  }

  Token at() {
    return at;
  }
}
