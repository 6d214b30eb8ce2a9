/** Model jars against each other and against peers: what is measured, and how it is shown. */
package org.sinter.cli.bench;
