/** From a graph to a program: groups of nodes become kernels, their results get places. */
package org.sinter.passes.lower;
