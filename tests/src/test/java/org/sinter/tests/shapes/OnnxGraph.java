package org.sinter.tests.shapes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An ONNX graph as it grows: every node one result unless said otherwise, values by name. */
public final class OnnxGraph {
  public static final int F32 = 1;
  static final int U8 = 2;
  static final int I64 = 7;
  static final int BOOL = 9;

  private static final int IR_VERSION = 8;
  private static final int OPSET = 14;
  private static final String MICROSOFT = "com.microsoft";

  private final Message graph = new Message();
  private final Weights weights;
  private int count;

  /** Without random weights. */
  public OnnxGraph(String name) {
    this(name, null);
  }

  OnnxGraph(String name, Weights weights) {
    this.weights = weights;
    graph.text(2, name);
  }

  /** An attribute of a node; {@code proto} holds the value's fields. */
  public record Attribute(String name, Message proto) {
    public static Attribute number(String name, long value) {
      return new Attribute(name, new Message().number(3, value).number(20, 2));
    }

    static Attribute numbers(String name, long... values) {
      Message proto = new Message();
      for (long value : values) {
        proto.number(8, value);
      }
      return new Attribute(name, proto.number(20, 7));
    }

    static Attribute tensor(String name, Message tensor) {
      return new Attribute(name, new Message().put(5, tensor).number(20, 4));
    }
  }

  /** A dim is a number or the name of a symbol. */
  public String input(String name, int type, Object... dims) {
    graph.put(11, value(name, type, dims));
    return name;
  }

  public void output(String name, String value, Object... dims) {
    node("", "Identity", List.of(value), List.of(name));
    graph.put(12, value(name, F32, dims));
  }

  private static Message value(String name, int type, Object... dims) {
    Message shape = new Message();
    for (Object dim : dims) {
      Message proto = new Message();
      shape.put(1, dim instanceof String s ? proto.text(2, s) : proto.number(1, (Integer) dim));
    }
    Message tensor = new Message().number(1, type).put(2, shape);
    return new Message().text(1, name).put(2, new Message().put(1, tensor));
  }

  /** A random initializer. */
  String weight(double mean, double deviation, long... shape) {
    String name = "weight_" + count++;
    graph.put(5, weights.tensor(name, mean, deviation, shape));
    return name;
  }

  /** A vector of integers. */
  String integers(long... values) {
    return constant(I64, new long[] {values.length}, bytes(values));
  }

  /** An integer without dims. */
  String integer(long value) {
    return constant(I64, new long[0], bytes(value));
  }

  /** A number without dims. */
  String real(double value) {
    ByteBuffer data = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    return constant(F32, new long[0], data.putFloat((float) value).array());
  }

  /** Bytes as they are. */
  public String bytes(byte[] values, long... shape) {
    return constant(U8, shape, values);
  }

  public String floats(float[] values, long... shape) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return constant(F32, shape, data.array());
  }

  private static byte[] bytes(long... values) {
    ByteBuffer data = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    return data.array();
  }

  private String constant(int type, long[] shape, byte[] data) {
    Message tensor = new Message();
    for (long dim : shape) {
      tensor.number(1, dim);
    }
    tensor.number(2, type).put(9, data);
    return node("Constant", List.of(), Attribute.tensor("value", tensor));
  }

  String node(String op, List<String> inputs, Attribute... attributes) {
    String name = op + "_" + count++;
    node("", op, inputs, List.of(name), attributes);
    return name;
  }

  /** An op of ONNX Runtime's own. */
  public String microsoft(String op, List<String> inputs, Attribute... attributes) {
    String name = op + "_" + count++;
    node(MICROSOFT, op, inputs, List.of(name), attributes);
    return name;
  }

  /** A node with several results. */
  List<String> nodes(String op, int results, List<String> inputs, Attribute... attributes) {
    int number = count++;
    List<String> names =
        IntStream.range(0, results)
            .mapToObj(i -> op + "_" + number + "_" + i)
            .collect(Collectors.toList());
    node("", op, inputs, names, attributes);
    return names;
  }

  private void node(
      String domain,
      String op,
      List<String> inputs,
      List<String> results,
      Attribute... attributes) {
    Message node = new Message();
    inputs.forEach(input -> node.text(1, input));
    results.forEach(result -> node.text(2, result));
    node.text(3, "node_" + results.get(0)).text(4, op).text(7, domain);
    for (Attribute a : attributes) {
      node.put(5, new Message().text(1, a.name()).put(a.proto()));
    }
    graph.put(1, node);
  }

  public void write(Path file) throws IOException {
    Message opset = new Message().text(1, "").number(2, OPSET);
    Message model = new Message().number(1, IR_VERSION).text(2, "sinter-tests");
    Message microsoft = new Message().text(1, MICROSOFT).number(2, 1);
    Files.write(file, model.put(7, graph).put(8, opset).put(8, microsoft).toBytes());
  }
}
