package org.sinter.tests.shapes;

import java.util.ArrayList;
import java.util.List;
import org.sinter.tests.shapes.OnnxGraph.Attribute;

/** Modules as PyTorch's exporter writes them at opset 14: all in small ops, shapes at run time. */
final class Exporter {
  private final OnnxGraph g;

  Exporter(OnnxGraph graph) {
    this.g = graph;
  }

  String op(String op, String... inputs) {
    return g.node(op, List.of(inputs));
  }

  /** The dim {@code axis} of a value, as a vector of one element. */
  String dim(String x, int axis) {
    return unsqueeze(size(x, axis), 0);
  }

  /** The dim {@code axis} of a value, without dims. */
  String size(String x, int axis) {
    List<String> inputs = List.of(op("Shape", x), g.integer(axis));
    return g.node("Gather", inputs, Attribute.number("axis", 0));
  }

  String unsqueeze(String x, long axis) {
    return op("Unsqueeze", x, g.integers(axis));
  }

  /** Dims are values, or numbers. */
  String reshape(String x, Object... dims) {
    List<String> parts = new ArrayList<>();
    for (Object dim : dims) {
      parts.add(dim instanceof Integer i ? g.integers(i) : (String) dim);
    }
    return op("Reshape", x, concat(0, parts));
  }

  String concat(int axis, List<String> parts) {
    return g.node("Concat", parts, Attribute.number("axis", axis));
  }

  String transpose(String x, long... perm) {
    return g.node("Transpose", List.of(x), Attribute.numbers("perm", perm));
  }

  String cast(String x, int type) {
    return g.node("Cast", List.of(x), Attribute.number("to", type));
  }

  /** {@code x w + b} as MatMul and Add. */
  String linear(String x, int from, int to) {
    String product = op("MatMul", x, g.weight(0, 1 / Math.sqrt(from), from, to));
    return op("Add", g.weight(0, 0.1, to), product);
  }

  /** {@code x w + b} as GPT-2 has it: rows flattened, Gemm, and the dims put back. */
  String gemm(String x, int from, int to) {
    String rows = reshape(x, -1, from);
    String weight = g.weight(0, 1 / Math.sqrt(from), from, to);
    String product = op("Gemm", rows, weight, g.weight(0, 0.1, to));
    return reshape(product, dim(x, 0), dim(x, 1), to);
  }

  /** {@code (x - mean) / sqrt(mean((x - mean)^2) + epsilon) * weight + bias}. */
  String layerNorm(String x, int width, double epsilon) {
    String centered = op("Sub", x, mean(x));
    String variance = mean(op("Pow", centered, g.real(2)));
    String deviation = op("Sqrt", op("Add", variance, g.real(epsilon)));
    String normal = op("Div", centered, deviation);
    return op("Add", op("Mul", normal, g.weight(1, 0.1, width)), g.weight(0, 0.1, width));
  }

  private String mean(String x) {
    return g.node("ReduceMean", List.of(x), Attribute.numbers("axes", -1));
  }

  /** {@code x * (erf(x / sqrt 2) + 1) * 0.5}. */
  String gelu(String x) {
    String erf = op("Erf", op("Div", x, g.real(Math.sqrt(2))));
    return op("Mul", op("Mul", x, op("Add", erf, g.real(1))), g.real(0.5));
  }

  /** {@code 0.5 x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3)))}. */
  String newGelu(String x) {
    String cube = op("Mul", op("Pow", x, g.real(3)), g.real(0.044715));
    String inner = op("Mul", op("Add", x, cube), g.real(Math.sqrt(2 / Math.PI)));
    return op("Mul", op("Mul", x, g.real(0.5)), op("Add", op("Tanh", inner), g.real(1)));
  }

  /** {@code softmax(q k' / sqrt d + mask) v} over heads; {@code mask} may be null. */
  String attention(String q, String k, String v, String mask, Size size) {
    int head = size.width() / size.heads();
    String queries = transpose(heads(q, size), 0, 2, 1, 3);
    String keys = transpose(heads(k, size), 0, 2, 3, 1);
    String values = transpose(heads(v, size), 0, 2, 1, 3);
    String scores = op("Div", op("MatMul", queries, keys), g.real(Math.sqrt(head)));
    String masked = mask == null ? scores : op("Add", scores, mask);
    String weights = g.node("Softmax", List.of(masked), Attribute.number("axis", -1));
    String mixed = transpose(op("MatMul", weights, values), 0, 2, 1, 3);
    return reshape(mixed, dim(mixed, 0), dim(mixed, 1), size.width());
  }

  private String heads(String x, Size size) {
    return reshape(x, dim(x, 0), dim(x, 1), size.heads(), size.width() / size.heads());
  }
}
