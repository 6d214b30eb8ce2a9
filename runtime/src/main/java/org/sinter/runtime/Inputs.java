package org.sinter.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks what a caller gives: names, element types, values of booleans. */
final class Inputs {
  private Inputs() {}

  /** The tensors in the model's order. */
  static Tensor[] inOrder(Metadata model, Map<String, Tensor> given) {
    Tensor[] tensors = new Tensor[model.inputs().size()];
    for (int i = 0; i < tensors.length; i++) {
      Metadata.Port input = model.inputs().get(i);
      tensors[i] = given.get(input.name());
      if (tensors[i] == null) {
        throw new IllegalArgumentException(
            "input " + input.name() + " is missing; given: " + given.keySet());
      }
      check(input, tensors[i]);
    }
    if (given.size() > tensors.length) {
      for (String name : given.keySet()) {
        index(model.inputs(), name, "input");
      }
    }
    return tensors;
  }

  static void check(Metadata.Port input, Tensor tensor) {
    if (tensor.type() != input.type()) {
      throw new IllegalArgumentException(
          "input " + input.spec() + ": found " + tensor + ", expected " + input.type());
    }
    if (input.type() == ElementType.BOOL) {
      checkBooleans(input.name(), tensor.data());
    }
  }

  private static void checkBooleans(String name, ByteBuffer data) {
    for (int i = 0; i < data.limit(); i++) {
      if ((data.get(i) & ~1) != 0) {
        throw new IllegalArgumentException(
            "input " + name + ": byte " + i + " is " + data.get(i) + ", a bool is 0 or 1");
      }
    }
  }

  /** The place of a port by its name. */
  static int index(List<Metadata.Port> ports, String name, String kind) {
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i).name().equals(name)) {
        return i;
      }
    }
    List<String> names = new ArrayList<>();
    for (Metadata.Port port : ports) {
      names.add(port.name());
    }
    throw new IllegalArgumentException("no " + kind + " " + name + ", only " + names);
  }

  static long[][] shapes(Tensor[] tensors) {
    long[][] shapes = new long[tensors.length][];
    for (int i = 0; i < shapes.length; i++) {
      shapes[i] = tensors[i].shape();
    }
    return shapes;
  }

  /** Whether native code can read or write the buffer where it lies; a freed one throws here. */
  static boolean inPlace(ByteBuffer data, ElementType type) {
    if (!data.isDirect() || data.capacity() == 0) {
      return false;
    }
    data.get(0);
    return Native.address(data) % type.bytes() == 0;
  }
}
