package org.sinter.frontend.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code ValueInfoProto} and {@code TypeProto}. */
final class TypeReader {
  private TypeReader() {}

  static OnnxValueInfo value(Wire in, String label) {
    String name = "";
    OnnxType type = new OnnxType.Other("a value without a type");
    in.enter(label);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.string();
        case 2 -> type = type(in, "type");
        default -> in.skip();
      }
    }
    in.leave();
    return new OnnxValueInfo(name, type);
  }

  static OnnxType type(Wire in, String label) {
    OnnxType type = new OnnxType.Other("a value without a type");
    in.enter(label);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> type = tensor(in);
        case 4 -> type = other(in, "sequence");
        case 5 -> type = other(in, "map");
        case 7 -> type = other(in, "opaque");
        case 8 -> type = other(in, "sparse tensor");
        case 9 -> type = other(in, "optional");
        default -> in.skip();
      }
    }
    in.leave();
    return type;
  }

  private static OnnxType other(Wire in, String kind) {
    in.skip();
    return new OnnxType.Other(kind);
  }

  private static OnnxType tensor(Wire in) {
    OnnxElement element = OnnxElement.UNDEFINED;
    Optional<List<OnnxDim>> dims = Optional.empty();
    in.enter("tensor_type");
    while (in.next()) {
      switch (in.field()) {
        case 1 -> element = element(in);
        case 2 -> dims = Optional.of(shape(in));
        default -> in.skip();
      }
    }
    in.leave();
    return new OnnxType.Tensor(element, dims);
  }

  static OnnxElement element(Wire in) {
    long code = in.varint();
    OnnxElement element = OnnxElement.of(code);
    if (element == null) {
      throw in.fail("unknown element type " + code);
    }
    return element;
  }

  private static List<OnnxDim> shape(Wire in) {
    List<OnnxDim> dims = new ArrayList<>();
    in.enter("shape");
    while (in.next()) {
      if (in.field() == 1) {
        dims.add(dim(in));
      } else {
        in.skip();
      }
    }
    in.leave();
    return List.copyOf(dims);
  }

  private static OnnxDim dim(Wire in) {
    OnnxDim dim = new OnnxDim.Unknown();
    in.enter("dim");
    while (in.next()) {
      switch (in.field()) {
        case 1 -> dim = new OnnxDim.Fixed(in.varint());
        case 2 -> dim = symbol(in.string());
        default -> in.skip();
      }
    }
    in.leave();
    return dim;
  }

  private static OnnxDim symbol(String name) {
    return name.isEmpty() ? new OnnxDim.Unknown() : new OnnxDim.Symbol(name);
  }
}
