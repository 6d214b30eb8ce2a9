/** The same graph by every executor: native code on every CPU level against the interpreter. */
package org.sinter.tests.equivalence;
