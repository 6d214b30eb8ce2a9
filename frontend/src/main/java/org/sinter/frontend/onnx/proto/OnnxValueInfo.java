package org.sinter.frontend.onnx.proto;

/** A value's name and declared type. */
public record OnnxValueInfo(String name, OnnxType type) {}
