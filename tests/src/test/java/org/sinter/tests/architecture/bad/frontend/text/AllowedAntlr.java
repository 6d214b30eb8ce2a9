package org.sinter.tests.architecture.bad.frontend.text;

import org.antlr.v4.runtime.Token;

/** ANTLR in its room. */
record AllowedAntlr(Token token) {}
