/** Passes that keep a graph's meaning within a stated error and its weights in fewer bytes. */
package org.sinter.passes.compress;
