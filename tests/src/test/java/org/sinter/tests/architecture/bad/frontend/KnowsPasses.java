package org.sinter.tests.architecture.bad.frontend;

import org.sinter.tests.architecture.bad.passes.Pass;

/** Looks aside. */
record KnowsPasses(Pass pass) {}
