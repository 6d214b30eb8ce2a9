/** Models of well-known sizes with random weights, written as ONNX in the style of exporters. */
package org.sinter.tests.shapes;
