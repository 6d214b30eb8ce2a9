package org.sinter.tests.architecture.bad.ir;

import org.sinter.tests.architecture.bad.passes.Pass;

/** Looks up. */
record KnowsPasses(Pass pass) {}
