package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Transpose;

/**
 * Ops that work token by token, on packed tokens: axes {@code lead} in front, [batch, seq] or
 * [batch * seq], become one, [tokens]. Each method gives null where that is not so.
 */
final class TokenWise {
  private final PackedGraph graph;
  private final Node node;
  private final int lead;
  private final List<Dim> dims;

  TokenWise(PackedGraph graph, Node node) {
    this.graph = graph;
    this.node = node;
    this.dims = node.results().get(0).type().dims();
    this.lead = graph.lead(dims);
  }

  /** The packed result, or null when the op is another, or works across tokens. */
  Value packed() {
    if (lead == 0 || node.results().size() != 1) {
      return null;
    }
    Op op = node.op();
    if (Elementwise.is(op)) {
      return elementwise(op);
    }
    if (Elementwise.isByRows(op)) {
      return dims.size() > lead ? elementwise(op) : null;
    }
    if (op instanceof Softmax softmax) {
      int axis = node.input(0).type().axis(softmax.axis());
      return axis >= lead ? add(new Softmax(axis - lead + 1), own(0)) : null;
    }
    if (op instanceof MatMul) {
      return product();
    }
    return op instanceof Gather gather ? lookup(gather) : layout(op);
  }

  private Value layout(Op op) {
    if (op instanceof Reshape) {
      int from = graph.lead(node.input(0).type().dims());
      return from == 0 ? null : add(new Reshape(packed(dims)), graph.packed(node.input(0)));
    }
    if (op instanceof Slice slice) {
      return slice(slice);
    }
    if (op instanceof Transpose transpose) {
      return transpose(transpose.perm());
    }
    if (op instanceof Expand) {
      return node.input(0).type().rank() == dims.size()
          ? add(new Expand(packed(dims)), aligned(0))
          : null;
    }
    if (op instanceof Concat concat) {
      int axis = node.input(0).type().axis(concat.axis());
      List<Value> parts = new ArrayList<>();
      for (int i = 0; axis >= lead && i < node.inputs().size(); i++) {
        parts.add(own(i));
      }
      return parts.isEmpty() ? null : add(new Concat(axis - lead + 1), parts);
    }
    return op instanceof Reduce reduce ? reduce(reduce) : null;
  }

  private Value elementwise(Op op) {
    List<Value> inputs = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      inputs.add(aligned(i));
    }
    return add(op, inputs);
  }

  private Value product() {
    Value b = node.input(1);
    boolean rows = node.input(0).type().rank() == dims.size() && dims.size() > lead;
    return rows && b.type().rank() == 2 ? add(node.op(), own(0), graph.plain(b)) : null;
  }

  /** Rows of a table: {@code table[ids]}. */
  private Value lookup(Gather gather) {
    boolean rows = node.input(0).type().axis(gather.axis()) == 0;
    boolean ids = graph.lead(node.input(1).type().dims()) == lead;
    Value table = graph.plain(node.input(0));
    Value index = rows && ids && table != null ? graph.packed(node.input(1)) : null;
    return index == null ? null : add(gather, table, index);
  }

  private Value slice(Slice slice) {
    for (int i = 0; i < lead; i++) {
      boolean whole =
          slice.starts().get(i).is(0)
              && slice.steps().get(i) == 1
              && slice.sizes().get(i).equals(node.input(0).type().dim(i));
      if (!whole) {
        return null;
      }
    }
    List<Dim> starts = new ArrayList<>(List.of(Dim.ZERO));
    List<Long> steps = new ArrayList<>(List.of(1L));
    starts.addAll(slice.starts().subList(lead, dims.size()));
    steps.addAll(slice.steps().subList(lead, dims.size()));
    return add(new Slice(starts, packed(slice.sizes()), steps), own(0));
  }

  private Value transpose(List<Integer> perm) {
    List<Integer> moved = new ArrayList<>(List.of(0));
    for (int i = 0; i < perm.size(); i++) {
      if (i < lead && perm.get(i) != i) {
        return null;
      }
      if (i >= lead) {
        moved.add(perm.get(i) - lead + 1);
      }
    }
    return add(new Transpose(moved), own(0));
  }

  private Value reduce(Reduce reduce) {
    List<Integer> axes = new ArrayList<>();
    for (int axis : reduce.axes()) {
      int from = node.input(0).type().axis(axis);
      if (from < lead) {
        return null;
      }
      axes.add(from - lead + 1);
    }
    return add(new Reduce(reduce.reducer(), axes, reduce.keep()), own(0));
  }

  /** {@code [batch, seq, ..]} → {@code [tokens, ..]}. */
  private List<Dim> packed(List<Dim> shape) {
    List<Dim> found = new ArrayList<>(List.of(graph.tokens().count()));
    found.addAll(shape.subList(lead, shape.size()));
    return found;
  }

  /** An input that has the token axes itself. */
  private Value own(int index) {
    Value input = node.input(index);
    return graph.lead(input.type().dims()) == lead ? graph.packed(input) : null;
  }

  /** An input that is broadcast to the result, aligned at the end. */
  private Value aligned(int index) {
    Value input = node.input(index);
    int missing = dims.size() - input.type().rank();
    if (missing >= lead) {
      return graph.plain(input);
    }
    if (missing == 0 && graph.lead(input.type().dims()) == lead) {
      return graph.packed(input);
    }
    return graph.spread(input, lead, missing);
  }

  private Value add(Op op, Value... inputs) {
    List<Value> list = new ArrayList<>();
    for (Value input : inputs) {
      list.add(input);
    }
    return add(op, list);
  }

  private Value add(Op op, List<Value> inputs) {
    if (inputs.contains(null)) {
      return null;
    }
    Value value = graph.b().add(op, inputs);
    return value.type().dims().equals(packed(dims)) ? value : null;
  }
}
