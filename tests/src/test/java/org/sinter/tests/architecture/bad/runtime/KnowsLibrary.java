package org.sinter.tests.architecture.bad.runtime;

import org.junit.jupiter.api.Test;

/** Carries a library along. */
record KnowsLibrary(Test test) {}
