/** Which weights of a model are worth changing on this machine: by measured time and error. */
package org.sinter.cli.choose;
