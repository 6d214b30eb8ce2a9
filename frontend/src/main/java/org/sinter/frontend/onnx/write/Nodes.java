package org.sinter.frontend.onnx.write;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.frontend.onnx.proto.OnnxElement;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;

/** The nodes and constants that are written, and the names of their values. */
final class Nodes {
  /** The domain of ops that ONNX does not have. */
  static final String DOMAIN = "org.sinter";

  private final List<Message> nodes = new ArrayList<>();
  private final Map<Constant, String> constants = new LinkedHashMap<>();
  private final Map<Object, String> known = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private String origin = "";
  private boolean own;

  /** Nodes are named after this one of the model file from now on. */
  void origin(String name) {
    origin = name;
  }

  /** A name that nothing else has. */
  String name(String wanted) {
    String base = wanted.isEmpty() ? "value" : wanted;
    String name = base;
    for (int i = 1; !names.add(name); i++) {
      name = base + "_" + i;
    }
    return name;
  }

  /** The only result of a node of ONNX's own domain; attributes are names and values in turn. */
  String add(String op, List<String> inputs, Object... attributes) {
    String result = name(origin.isEmpty() ? op : origin);
    add("", op, inputs, List.of(result), attributes(attributes));
    return result;
  }

  void add(
      String domain,
      String op,
      List<String> inputs,
      List<String> outputs,
      Map<String, Object> attributes) {
    Message node = new Message();
    inputs.forEach(i -> node.text(1, i));
    outputs.forEach(o -> node.text(2, o));
    node.text(3, outputs.get(0)).text(4, op);
    attributes.forEach((name, value) -> node.put(5, Attribute.of(name, value)));
    if (!domain.isEmpty()) {
      node.text(7, domain);
      own = true;
    }
    nodes.add(node);
  }

  private static Map<String, Object> attributes(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /** A constant of the graph, once. */
  String constant(Constant constant) {
    return constants.computeIfAbsent(constant, c -> name(c.name()));
  }

  /** A vector of integers, once. */
  String longs(List<Long> values) {
    return known.computeIfAbsent(
        List.of("longs", values),
        k -> {
          long[] array = values.stream().mapToLong(i -> i).toArray();
          return constant(Constant.of("longs", Tensor.of(array, array.length)));
        });
  }

  /** A scalar, once. */
  String scalar(DType type, Number value) {
    return known.computeIfAbsent(
        List.of("scalar", type, value),
        k -> {
          Tensor tensor = Tensor.allocate(type);
          if (type.isFloat()) {
            tensor.set(0, value.doubleValue());
          } else {
            tensor.set(0, value.longValue());
          }
          return constant(Constant.of("scalar", tensor));
        });
  }

  List<Message> nodes() {
    return nodes;
  }

  Map<Constant, String> constants() {
    return constants;
  }

  /** Whether a node is of {@link #DOMAIN}. */
  boolean hasOwn() {
    return own;
  }

  /** The code of an element type in files. */
  static int code(DType type) {
    for (OnnxElement element : OnnxElement.values()) {
      if (element.dtype().filter(t -> t == type).isPresent()) {
        return element.code();
      }
    }
    throw new IllegalArgumentException("ONNX has no " + type);
  }

  /** {@code ValueInfoProto}. */
  static Message info(String name, TensorType type) {
    Message shape = new Message();
    for (Dim dim : type.dims()) {
      Message d = new Message();
      shape.put(1, dim.isConstant() ? d.number(1, dim.value()) : d.text(2, dim.toString()));
    }
    Message tensor = new Message().number(1, code(type.dtype())).put(2, shape);
    return new Message().text(1, name).put(2, new Message().put(1, tensor));
  }
}
