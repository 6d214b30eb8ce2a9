package org.sinter.passes.lower;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Slice;

/**
 * What a group has to do, as formulas: the multiply-adds of its products, and its values in memory
 * touched once. What a kernel recomputes, pads or reads again is overhead, not work.
 */
public final class Effort {
  private final Groups groups;
  private final Packing packing;
  private final Set<Node> nodes = new LinkedHashSet<>();
  private final Map<Value, Dim> read = new LinkedHashMap<>();

  Effort(Groups groups, Packing packing) {
    this.groups = groups;
    this.packing = packing;
  }

  Program.Work of(Group group) {
    Node root = ((Node.Result) group.root()).node();
    collect(root);
    Dim flops = Dim.ZERO;
    for (Node node : nodes) {
      flops = flops.plus(done(node));
    }
    Dim bytes = Dim.ZERO;
    for (Value result : group.results()) {
      bytes = bytes.plus(bytes(result.type()));
    }
    Dim weights = Dim.ZERO;
    for (Map.Entry<Value, Dim> value : read.entrySet()) {
      bytes = bytes.plus(value.getValue());
      boolean weight = value.getKey() instanceof Constant;
      weights = weight ? weights.plus(value.getValue()) : weights;
    }
    Node named = group.anchor() == null ? root : group.anchor();
    return new Program.Work(named.origin(), flops, bytes, weights);
  }

  /** The nodes that are computed inline, and what they read from memory. */
  private void collect(Node node) {
    if (!nodes.add(node)) {
      return;
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.input(i);
      if (groups.inMemory(input)) {
        boolean some = node.op() instanceof Slice || (node.op() instanceof Gather && i == 0);
        Strips strips = input instanceof Constant c ? packing.known(c) : null;
        Dim all = strips == null ? bytes(input.type()) : Dim.of(strips.bytes(input.type().dtype()));
        Dim part = some ? all.min(bytes(node.result().type())) : all;
        read.merge(Groups.home(input), part, (a, b) -> sum(a, b, all));
      } else {
        collect(((Node.Result) input).node());
      }
    }
  }

  /** Two parts of a value: together no more than all of it. */
  private static Dim sum(Dim a, Dim b, Dim all) {
    return a.equals(all) || b.equals(all) ? all : a.plus(b).min(all);
  }

  /** What is zero and left out counts for nothing. */
  private Dim done(Node node) {
    Strips strips =
        node.op() instanceof MatMul && NarrowProduct.stored(node.input(1)) instanceof Constant w
            ? packing.known(w)
            : null;
    return strips == null
        ? flops(node)
        : Space.rows(node.result().type().dims()).times(2 * strips.elements());
  }

  /** Multiplications and additions of a product, of all its elements, or of attention. */
  public static Dim flops(Node node) {
    if (node.op() instanceof MatMul) {
      return node.result().type().size().times(node.input(0).type().dim(-1)).times(2);
    }
    if (node.op() instanceof Attention attention) {
      TensorType q = node.input(0).type();
      TensorType v = node.input(2).type();
      Dim scores = q.dim(0).times(q.dim(2)).times(seen(attention, q.dim(1), v.dim(1)));
      return scores.times(q.dim(3).plus(v.dim(3))).times(2);
    }
    return node.op() instanceof RaggedAttention ? ragged(node) : Dim.ZERO;
  }

  /** Pairs of a query and a key that it sees; with a window at most so many. */
  private static Dim seen(Attention attention, Dim queries, Dim keys) {
    if (attention.causal() == null) {
      return queries.times(keys);
    }
    Dim seeing = queries.min(keys); // the last queries, each one key more than the one before
    Dim all = seeing.times(keys).minus(seeing.times(seeing.minus(1)).floorDiv(Dim.of(2)));
    Long window = attention.window();
    return window == null ? all : all.min(seeing.times(window));
  }

  /** As if all texts were equally long: the least it can be. */
  private static Dim ragged(Node node) {
    TensorType q = node.input(0).type();
    Dim texts = node.input(RaggedAttention.OFFSETS).type().dim(0).minus(1);
    Dim scores = q.dim(0).times(q.dim(1)).times(q.dim(0).floorDiv(texts));
    return scores.times(q.dim(2).plus(node.input(2).type().dim(2))).times(2);
  }

  private static Dim bytes(TensorType type) {
    return type.size().times(type.dtype().bytes());
  }
}
