/** The command line: the stages of a compilation in order, and one class for each command. */
package org.sinter.cli;
