/** Readers of graph, kernel and pipeline text; the only place where ANTLR is visible. */
package org.sinter.frontend.text;
