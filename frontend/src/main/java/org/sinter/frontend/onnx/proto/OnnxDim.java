package org.sinter.frontend.onnx.proto;

/** One dimension of a declared shape. */
public sealed interface OnnxDim {
  /** A number, as written: may be negative in damaged or careless files. */
  record Fixed(long size) implements OnnxDim {}

  /** A name ({@code dim_param}); exporters also write expressions and anything else here. */
  record Symbol(String name) implements OnnxDim {}

  /** A dimension of which nothing is said. */
  record Unknown() implements OnnxDim {}
}
