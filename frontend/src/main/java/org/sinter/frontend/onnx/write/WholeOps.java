package org.sinter.frontend.onnx.write;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Softmax;

/** Ops of which ONNX has the same: composites that need not be expanded, products. */
final class WholeOps {
  private WholeOps() {}

  /** Whether ONNX has a composite whole. */
  static boolean has(Node node) {
    Op op = node.op();
    return op instanceof Softmax
        || op instanceof LayerNorm && node.inputs().size() > 1
        || op instanceof Gelu gelu && gelu.form() != Gelu.Form.SIGMOID;
  }

  /** What a node reads: of a product of widened 8-bit integers those themselves. */
  static List<Value> inputs(Node node) {
    boolean narrow =
        node.op() instanceof MatMul && node.inputs().stream().allMatch(v -> narrow(v) != null);
    return narrow ? node.inputs().stream().map(WholeOps::narrow).toList() : node.inputs();
  }

  /** {@code q} of {@code i32 q} with 8 bits; else null. */
  private static Value narrow(Value value) {
    if (!(value instanceof Node.Result r)
        || !(r.node().op() instanceof Convert convert)
        || convert.to() != DType.I32) {
      return null;
    }
    DType from = r.node().input(0).type().dtype();
    return from == DType.I8 || from == DType.U8 ? r.node().input(0) : null;
  }

  /** The node's result; null: it is something else. */
  static String write(Nodes n, Node node, List<String> in) {
    Op op = node.op();
    if (op instanceof MatMul) {
      boolean narrow = !inputs(node).equals(node.inputs());
      return n.add(narrow ? "MatMulInteger" : "MatMul", in);
    }
    if (op instanceof Softmax softmax) {
      return n.add("Softmax", in, "axis", softmax.axis());
    }
    if (op instanceof LayerNorm norm && in.size() > 1) {
      return n.add("LayerNormalization", in, "axis", -1, "epsilon", norm.epsilon());
    }
    if (op instanceof Gelu gelu && gelu.form() != Gelu.Form.SIGMOID) {
      boolean tanh = gelu.form() == Gelu.Form.TANH;
      return n.add("Gelu", in, "approximate", tanh ? "tanh" : "none");
    }
    return null;
  }
}
