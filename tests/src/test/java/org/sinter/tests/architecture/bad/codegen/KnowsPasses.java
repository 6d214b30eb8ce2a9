package org.sinter.tests.architecture.bad.codegen;

import org.sinter.tests.architecture.bad.passes.Pass;

/** Looks back. */
record KnowsPasses(Pass pass) {}
