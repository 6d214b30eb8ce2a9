package org.sinter.frontend.onnx;

import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxElement;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.ir.DType;

/** A node's attributes with their defaults. */
class Attributes {
  private final OnnxNode node;

  Attributes(OnnxNode node) {
    this.node = node;
  }

  OnnxNode node() {
    return node;
  }

  boolean hasAttribute(String name) {
    return node.attribute(name) != null;
  }

  long integer(String name, long absent) {
    OnnxAttribute a = node.attribute(name);
    return a == null ? absent : a.asInt();
  }

  boolean flag(String name, boolean absent) {
    return integer(name, absent ? 1 : 0) != 0;
  }

  /** A float attribute as the float that it is. */
  double real(String name, double absent) {
    OnnxAttribute a = node.attribute(name);
    return a == null ? absent : a.asFloat();
  }

  String text(String name, String absent) {
    OnnxAttribute a = node.attribute(name);
    return a == null ? absent : a.asString();
  }

  /** A list of integers, or null when absent. */
  long[] integers(String name) {
    OnnxAttribute a = node.attribute(name);
    return a == null ? null : a.asInts();
  }

  /** A list of floats, or null when absent. */
  float[] reals(String name) {
    OnnxAttribute a = node.attribute(name);
    return a == null ? null : a.asFloats();
  }

  /** A list of integers that must be there. */
  long[] requiredIntegers(String name) {
    return required(name).asInts();
  }

  private OnnxAttribute required(String name) {
    OnnxAttribute a = node.attribute(name);
    if (a == null) {
      throw new IllegalArgumentException("attribute " + name + " is missing");
    }
    return a;
  }

  static DType elementType(long code) {
    OnnxElement element = OnnxElement.of(code);
    if (element == null || element.dtype().isEmpty()) {
      throw new IllegalArgumentException(
          "element type " + (element == null ? code : element) + " is not supported");
    }
    return element.dtype().get();
  }

  DType dtype(String name, DType absent) {
    OnnxAttribute a = node.attribute(name);
    return a == null ? absent : elementType(a.asInt());
  }

  DType requiredType(String name) {
    return elementType(required(name).asInt());
  }
}
