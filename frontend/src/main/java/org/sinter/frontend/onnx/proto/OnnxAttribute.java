package org.sinter.frontend.onnx.proto;

import java.util.List;

/**
 * One attribute: a value of the Java type that its kind says, or (in a function's body) the name of
 * the function's attribute that it stands for.
 */
public record OnnxAttribute(String name, Kind kind, Object value, String reference) {

  /** The kinds that ONNX has, with the Java type of the value; sparse ones are refused. */
  public enum Kind {
    UNDEFINED(0, Void.class),
    FLOAT(1, Float.class),
    INT(2, Long.class),
    STRING(3, String.class),
    TENSOR(4, OnnxTensor.class),
    GRAPH(5, OnnxGraph.class),
    FLOATS(6, float[].class),
    INTS(7, long[].class),
    STRINGS(8, List.class),
    TENSORS(9, List.class),
    GRAPHS(10, List.class),
    SPARSE_TENSOR(11, Void.class),
    SPARSE_TENSORS(12, Void.class),
    TYPE(13, OnnxType.class),
    TYPES(14, List.class);

    private final int code;
    private final Class<?> type;

    Kind(int code, Class<?> type) {
      this.code = code;
      this.type = type;
    }

    static Kind of(long code) {
      return code >= 0 && code < values().length ? values()[(int) code] : null;
    }

    int code() {
      return code;
    }

    Class<?> type() {
      return type;
    }
  }

  public OnnxAttribute {
    if (reference.isEmpty() && !kind.type().isInstance(value)) {
      throw new IllegalArgumentException(name + " is no " + kind);
    }
  }

  /** Whether this stands for an attribute of the enclosing function. */
  public boolean isReference() {
    return !reference.isEmpty();
  }

  public float asFloat() {
    return (float) get(Kind.FLOAT);
  }

  public long asInt() {
    return (long) get(Kind.INT);
  }

  public String asString() {
    return (String) get(Kind.STRING);
  }

  public OnnxTensor asTensor() {
    return (OnnxTensor) get(Kind.TENSOR);
  }

  public OnnxGraph asGraph() {
    return (OnnxGraph) get(Kind.GRAPH);
  }

  public float[] asFloats() {
    return ((float[]) get(Kind.FLOATS)).clone();
  }

  public long[] asInts() {
    return ((long[]) get(Kind.INTS)).clone();
  }

  @SuppressWarnings("unchecked")
  public List<String> asStrings() {
    return (List<String>) get(Kind.STRINGS);
  }

  @SuppressWarnings("unchecked")
  public List<OnnxTensor> asTensors() {
    return (List<OnnxTensor>) get(Kind.TENSORS);
  }

  @SuppressWarnings("unchecked")
  public List<OnnxGraph> asGraphs() {
    return (List<OnnxGraph>) get(Kind.GRAPHS);
  }

  private Object get(Kind wanted) {
    if (kind != wanted || isReference()) {
      String found = isReference() ? "a reference to " + reference : kind.toString();
      throw new IllegalArgumentException(
          "attribute " + name + " is " + found + ", expected " + wanted);
    }
    return value;
  }
}
