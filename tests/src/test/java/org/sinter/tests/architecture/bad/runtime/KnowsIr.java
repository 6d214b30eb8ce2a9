package org.sinter.tests.architecture.bad.runtime;

import org.sinter.tests.architecture.bad.ir.Graph;

/** Carries the compiler along. */
record KnowsIr(Graph graph) {}
