/** Benchmarks with a main method; no build runs them. */
package org.sinter.tests.speed;
