/** Measuring on this machine: two sides in turns, and what the machine can do at most. */
package org.sinter.cli.measure;
