package org.sinter.tests.architecture.bad.frontend;

import org.antlr.v4.runtime.Token;

/** ANTLR outside its room. */
record KnowsAntlr(Token token) {}
