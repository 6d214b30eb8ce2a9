package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;

/** Sequences of tensors, whose lengths and indices are known when the model is read. */
final class SequenceOps {
  static final Set<String> NAMES =
      Set.of(
          "SequenceEmpty",
          "SequenceConstruct",
          "SequenceInsert",
          "SequenceErase",
          "SequenceAt",
          "SequenceLength",
          "ConcatFromSequence");

  private SequenceOps() {}

  /** Writes a sequence op; false when the node is something else. */
  static boolean write(Body body, OnnxNode node) {
    if (!NAMES.contains(node.opType())) {
      return false;
    }
    List<Value> inputs = body.inputs(node);
    String out = node.outputs().isEmpty() ? "" : node.outputs().get(0);
    switch (node.opType()) {
      case "SequenceEmpty" -> body.defineSequence(out, List.of());
      case "SequenceConstruct" -> body.defineSequence(out, new Call(node, inputs, body).from(0));
      case "SequenceInsert" -> body.defineSequence(out, insert(body, node, inputs));
      case "SequenceErase" -> body.defineSequence(out, erase(body, node, inputs));
      case "SequenceAt" -> {
        List<Value> items = sequence(body, node);
        body.define(out, items.get(index(body, node, inputs, 1, items.size(), 0)));
      }
      case "SequenceLength" -> {
        Call c = new Call(node, inputs, body);
        body.define(out, c.f().size(Dim.of(sequence(body, node).size()), DType.I64));
      }
      case "ConcatFromSequence" -> body.define(out, concat(body, node, inputs));
      default -> throw new IllegalStateException(node.opType());
    }
    return true;
  }

  private static List<Value> sequence(Body body, OnnxNode node) {
    List<Value> items = node.inputs().isEmpty() ? null : body.sequence(node.inputs().get(0));
    if (items == null) {
      throw new IllegalArgumentException("its input is not a sequence");
    }
    return items;
  }

  private static int index(
      Body body, OnnxNode node, List<Value> inputs, int input, int size, int absent) {
    if (input >= inputs.size() || inputs.get(input) == null) {
      return absent;
    }
    long index = new Call(node, inputs, body).constant(input);
    long positive = index < 0 ? index + size : index;
    if (positive < 0 || positive > size) {
      throw new IllegalArgumentException("position " + index + " in a sequence of " + size);
    }
    return (int) positive;
  }

  private static List<Value> insert(Body body, OnnxNode node, List<Value> inputs) {
    List<Value> items = new ArrayList<>(sequence(body, node));
    Value item = new Call(node, inputs, body).in(1);
    items.add(index(body, node, inputs, 2, items.size(), items.size()), item);
    return items;
  }

  private static List<Value> erase(Body body, OnnxNode node, List<Value> inputs) {
    List<Value> items = new ArrayList<>(sequence(body, node));
    items.remove(index(body, node, inputs, 1, items.size(), items.size() - 1));
    return items;
  }

  private static Value concat(Body body, OnnxNode node, List<Value> inputs) {
    Call c = new Call(node, inputs, body);
    List<Value> items = sequence(body, node);
    int axis = (int) c.integer("axis", 0);
    if (!c.flag("new_axis", false)) {
      return Layout.concat(c.f(), items, axis);
    }
    int at = Call.axis(axis, items.get(0).type().rank() + 1);
    return Layout.concat(
        c.f(), items.stream().map(v -> Layout.unsqueeze(c.f(), v, List.of(at))).toList(), at);
  }
}
