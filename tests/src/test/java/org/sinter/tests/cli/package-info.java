/** The command line as a user calls it. */
package org.sinter.tests.cli;
