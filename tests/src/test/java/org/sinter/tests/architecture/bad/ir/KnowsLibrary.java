package org.sinter.tests.architecture.bad.ir;

import org.junit.jupiter.api.Test;

/** Carries a library along. */
record KnowsLibrary(Test test) {}
