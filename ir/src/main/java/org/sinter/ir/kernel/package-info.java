/** The loop level: expressions, statements, kernels and the program that calls them. */
package org.sinter.ir.kernel;
