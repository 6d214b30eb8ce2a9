/** ONNX files as plain records: the wire format read, nothing interpreted, no tensor copied. */
package org.sinter.frontend.onnx.proto;
