/** Statistics of activations, from the graph to the model jar. */
package org.sinter.tests.calibrate;
