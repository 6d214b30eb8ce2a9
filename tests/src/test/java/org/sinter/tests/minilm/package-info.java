/** A real model, all-MiniLM-L6-v2, against ONNX Runtime. */
package org.sinter.tests.minilm;
