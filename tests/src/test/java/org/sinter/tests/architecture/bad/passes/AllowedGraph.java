package org.sinter.tests.architecture.bad.passes;

import org.sinter.tests.architecture.bad.ir.Graph;

/** An arrow that is allowed. */
record AllowedGraph(Graph graph) {}
