/**
 * Which products of a model are worth 8 bits on this machine: decided by measured time and error.
 */
package org.sinter.cli.choose;
