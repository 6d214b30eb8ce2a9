/**
 * Where quality is lost: by passes of a pipeline, by layers, by the weights that a pass changes.
 */
package org.sinter.cli.bisect;
