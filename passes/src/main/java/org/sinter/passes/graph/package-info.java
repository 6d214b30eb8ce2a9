/** Passes from graph to graph: canonical forms, folding, and raising what exporters decompose. */
package org.sinter.passes.graph;
