/** ONNX models to graphs: one importer for each family of ops, shape arithmetic evaluated away. */
package org.sinter.frontend.onnx;
