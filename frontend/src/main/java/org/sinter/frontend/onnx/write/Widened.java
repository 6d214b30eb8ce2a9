package org.sinter.frontend.onnx.write;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.sinter.ir.DType;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;

/** Integers below 8 bits, which ONNX converts but does not move, are moved in 8 bits. */
record Widened(Nodes nodes, Set<Value> wide) {
  Widened(Nodes nodes) {
    this(nodes, new HashSet<>());
  }

  /** What a node that moves elements reads instead, its results being as wide. */
  List<String> inputs(Node node, List<Value> values, List<String> in) {
    if (!moves(node.op()) || values.stream().noneMatch(Widened::isNarrow)) {
      return in;
    }
    node.results().stream().filter(Widened::isNarrow).forEach(wide::add);
    return IntStream.range(0, in.size())
        .mapToObj(i -> isNarrow(values.get(i)) ? widened(values.get(i), in.get(i)) : in.get(i))
        .toList();
  }

  private String widened(Value value, String name) {
    boolean signed = value.type().dtype().kind() == DType.Kind.SIGNED;
    int code = Nodes.code(signed ? DType.I8 : DType.U8);
    return wide.contains(value) ? name : nodes.add("Cast", List.of(name), "to", code);
  }

  /** Writes a result of the graph, which has the type that the graph says. */
  void result(Value value, String name, String result) {
    boolean back = wide.contains(value);
    Map<String, Object> to = back ? Map.of("to", Nodes.code(value.type().dtype())) : Map.of();
    nodes.add("", back ? "Cast" : "Identity", List.of(name), List.of(result), to);
  }

  private static boolean isNarrow(Value value) {
    return value.type().dtype().isInteger() && value.type().dtype().bits() < 8;
  }

  private static boolean moves(Op op) {
    return op instanceof Gather
        || op instanceof Slice
        || op instanceof Reshape
        || op instanceof Transpose
        || op instanceof Concat
        || op instanceof Expand;
  }
}
