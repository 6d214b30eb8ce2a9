/** Graphs to ONNX models: each op as standard nodes, dims as shape arithmetic. */
package org.sinter.frontend.onnx.write;
