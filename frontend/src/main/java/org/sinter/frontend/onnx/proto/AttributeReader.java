package org.sinter.frontend.onnx.proto;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.sinter.frontend.onnx.proto.OnnxAttribute.Kind;

/** Reads {@code AttributeProto}; the kind is the declared one, which the fields must agree with. */
final class AttributeReader {
  private final Wire in;
  private final int depth;
  private final DoubleStream.Builder floats = DoubleStream.builder();
  private final LongStream.Builder ints = LongStream.builder();
  private final List<Object> items = new ArrayList<>(0);
  private Object single;
  private Kind declared = Kind.UNDEFINED;
  private Kind found = Kind.UNDEFINED;
  private String name = "";
  private String reference = "";

  AttributeReader(Wire in, int depth) {
    this.in = in;
    this.depth = depth;
  }

  OnnxAttribute read(String label) {
    in.enter(label);
    while (in.next()) {
      field();
    }
    OnnxAttribute attribute = finish();
    in.leave();
    return attribute;
  }

  private void field() {
    switch (in.field()) {
      case 1 -> name = in.string();
      case 2 -> single(Kind.FLOAT, Float.intBitsToFloat(in.fixed32()));
      case 3 -> single(Kind.INT, in.varint());
      case 4 -> single(Kind.STRING, in.bytes());
      case 5 -> single(Kind.TENSOR, new TensorReader(in).read("t"));
      case 6 -> single(Kind.GRAPH, new GraphReader(in, depth + 1).read("g"));
      case 14 -> single(Kind.TYPE, TypeReader.type(in, "tp"));
      case 20 -> declare(in.varint());
      case 21 -> reference = in.string();
      case 22, 23 -> throw in.fail("attribute '" + name + "': sparse tensors are not supported");
      default -> repeated();
    }
  }

  private void repeated() {
    switch (in.field()) {
      case 7 -> numbers(Kind.FLOATS);
      case 8 -> numbers(Kind.INTS);
      case 9 -> item(Kind.STRINGS, in.bytes());
      case 10 -> item(Kind.TENSORS, new TensorReader(in).read(at("tensors")));
      case 11 -> item(Kind.GRAPHS, new GraphReader(in, depth + 1).read(at("graphs")));
      case 15 -> item(Kind.TYPES, TypeReader.type(in, at("type_protos")));
      default -> in.skip();
    }
  }

  private String at(String label) {
    return label + "[" + items.size() + "]";
  }

  private void numbers(Kind kind) {
    find(kind);
    if (kind == Kind.INTS) {
      in.varints(ints::add);
    } else {
      in.fixed32s(bits -> floats.add(Float.intBitsToFloat((int) bits)));
    }
  }

  private void single(Kind kind, Object value) {
    find(kind);
    single = value;
  }

  private void item(Kind kind, Object value) {
    find(kind);
    items.add(value);
  }

  private void declare(long code) {
    declared = Kind.of(code);
    if (declared == null) {
      throw in.fail("attribute '" + name + "' has the unknown type " + code);
    }
  }

  private void find(Kind kind) {
    if (found != Kind.UNDEFINED && found != kind) {
      throw in.fail("attribute '" + name + "' holds both " + found + " and " + kind);
    }
    found = kind;
  }

  private OnnxAttribute finish() {
    if (!reference.isEmpty()) {
      return new OnnxAttribute(name, declared, null, reference);
    }
    Kind kind = declared == Kind.UNDEFINED ? found : declared;
    if (found != Kind.UNDEFINED && found != kind) {
      throw in.fail("attribute '" + name + "' is declared " + kind + " but holds " + found);
    }
    return new OnnxAttribute(name, kind, value(kind), "");
  }

  private Object value(Kind kind) {
    return switch (kind) {
      case FLOATS -> toFloats(floats.build().toArray());
      case INTS -> ints.build().toArray();
      case STRINGS, TENSORS, GRAPHS, TYPES -> List.copyOf(items);
      default -> single != null ? single : absent(kind);
    };
  }

  /** Writers may leave out a zero. */
  private Object absent(Kind kind) {
    return switch (kind) {
      case FLOAT -> 0f;
      case INT -> 0L;
      case STRING -> "";
      default -> throw in.fail("attribute '" + name + "' of type " + kind + " has no value");
    };
  }

  private static float[] toFloats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
