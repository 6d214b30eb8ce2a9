/** Kernels and the program that calls them → LLVM IR text for one CPU level. */
package org.sinter.codegen;
