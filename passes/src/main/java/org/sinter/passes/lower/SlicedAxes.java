package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Bitcast;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Composite;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Pad;
import org.sinter.ir.op.Primitive;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;
import org.sinter.ir.op.Windows;

/**
 * The axis of each value along which its entries come from the entries of the sliced dim, one from
 * one; values without such an axis do not depend on them. Axis 0 may be a multiple of the dim, its
 * entries then lie one after the other.
 */
final class SlicedAxes {
  private static final int NONE = -1;
  private static final int UNPROVEN = -2;

  private final Dim sliced;

  SlicedAxes(Dim sliced) {
    this.sliced = sliced;
  }

  boolean mentions(TensorType type) {
    return type.dims().stream().anyMatch(this::mentions);
  }

  private boolean mentions(Dim dim) {
    return dim.symbols().contains(sliced.symbolName());
  }

  /** The dim leads, and no other dim knows of it. */
  boolean leads(TensorType type) {
    return type.rank() > 0
        && type.dim(0).equals(sliced)
        && type.dims().subList(1, type.rank()).stream().noneMatch(this::mentions);
  }

  /** Adds the axis of every node's result; false where one is unproven. */
  boolean follow(Graph graph, Map<Value, Integer> known) {
    for (Node node : graph.nodes()) {
      int axis = axis(node, known);
      boolean fits = node.results().stream().allMatch(r -> fits(r.type(), axis));
      if (axis == UNPROVEN || !fits) {
        return false;
      }
      if (axis != NONE) {
        node.results().forEach(result -> known.put(result, axis));
      }
    }
    return true;
  }

  /** The dim occurs at the axis and nowhere else. */
  private boolean fits(TensorType type, int axis) {
    for (int i = 0; i < type.rank(); i++) {
      boolean here = type.dim(i).equals(sliced);
      boolean many = i == 0 && type.dim(0).exactQuotient(sliced) != null;
      if (i == axis ? !here && !many : mentions(type.dim(i))) {
        return false;
      }
    }
    return true;
  }

  private int axis(Node node, Map<Value, Integer> known) {
    List<Integer> in = new ArrayList<>();
    node.inputs().forEach(input -> in.add(known.getOrDefault(input, NONE)));
    boolean free = in.stream().allMatch(a -> a == NONE);
    if (measures(node.op())) {
      return UNPROVEN;
    }
    if (free && node.results().stream().noneMatch(r -> mentions(r.type()))) {
      return NONE;
    }
    if (free) {
      boolean constant = node.op() instanceof Fill || node.op() instanceof Expand;
      return constant ? first(node.result().type()) : UNPROVEN;
    }
    if (node.op() instanceof Composite op) {
      return expanded(node, op, known);
    }
    return node.op() instanceof Primitive ? moved(node, in) : UNPROVEN;
  }

  /** The number of entries itself is part of the result. */
  private boolean measures(Op op) {
    List<Dim> dims = new ArrayList<>(op instanceof Dims d ? d.values() : List.of());
    dims.addAll(op instanceof Slice slice ? slice.starts() : List.of());
    dims.addAll(op instanceof Pad pad ? pad.before() : List.of());
    return dims.stream().anyMatch(this::mentions);
  }

  private int first(TensorType type) {
    for (int i = 0; i < type.rank(); i++) {
      if (mentions(type.dim(i))) {
        return i;
      }
    }
    return UNPROVEN;
  }

  private int moved(Node node, List<Integer> in) {
    int axis = in.get(0);
    int rank = node.result().type().rank();
    TensorType a = node.input(0).type();
    if (node.op() instanceof Apply
        || node.op() instanceof Convert
        || node.op() instanceof Bitcast) {
      return axis;
    }
    if (node.op() instanceof Combine || node.op() instanceof Where) {
      return aligned(node, in, rank);
    }
    if (node.op() instanceof MatMul) {
      boolean rows = axis == a.rank() - 2 && in.get(1) == NONE;
      boolean outer = in.get(0) < a.rank() - 2 && in.get(1) < node.input(1).type().rank() - 2;
      return rows || outer ? aligned(node, in, rank) : UNPROVEN;
    }
    if (node.op() instanceof Expand) {
      return aligned(node, in, rank);
    }
    if (node.op() instanceof Reduce op) {
      List<Integer> over = op.axes().stream().map(a::axis).toList();
      long before = op.keep() ? 0 : over.stream().filter(x -> x < axis).count();
      return over.contains(axis) ? UNPROVEN : axis - (int) before;
    }
    if (node.op() instanceof Transpose op) {
      return op.perm().indexOf(axis);
    }
    if (node.op() instanceof Reshape) {
      List<Dim> to = node.result().type().dims();
      boolean kept =
          to.size() > axis && to.subList(0, axis + 1).equals(a.dims().subList(0, axis + 1));
      return axis == 0 || kept ? axis : UNPROVEN;
    }
    if (node.op() instanceof Slice op) {
      boolean whole = op.starts().get(axis).is(0) && op.steps().get(axis) == 1;
      return whole && op.sizes().get(axis).equals(a.dim(axis)) ? axis : UNPROVEN;
    }
    if (node.op() instanceof Pad op) {
      return op.before().get(axis).is(0) && op.after().get(axis).is(0) && in.get(1) == NONE
          ? axis
          : UNPROVEN;
    }
    if (node.op() instanceof Concat op) {
      boolean same = in.stream().distinct().count() == 1;
      return same && a.axis(op.axis()) != axis ? axis : UNPROVEN;
    }
    if (node.op() instanceof Gather op) {
      return gathered(a.axis(op.axis()), axis, in.get(1), node.input(1).type().rank());
    }
    if (node.op() instanceof Windows op) {
      return axis < a.rank() - op.kernel().size() ? axis : UNPROVEN;
    }
    return UNPROVEN;
  }

  /** Of operands whose shapes are broadcast, aligned at their last axes. */
  private static int aligned(Node node, List<Integer> in, int rank) {
    int found = NONE;
    for (int i = 0; i < in.size(); i++) {
      if (in.get(i) != NONE) {
        int at = in.get(i) + rank - node.input(i).type().rank();
        if (found != NONE && found != at) {
          return UNPROVEN;
        }
        found = at;
      }
    }
    return found;
  }

  private static int gathered(int along, int data, int index, int indexRank) {
    if (data == NONE) {
      return along + index;
    }
    return index != NONE || data == along ? UNPROVEN : data < along ? data : data + indexRank - 1;
  }

  /** Through the small graph that a composite means. */
  private int expanded(Node node, Composite op, Map<Value, Integer> known) {
    Graph.Builder b = new Graph.Builder("expanded");
    List<Value> params = new ArrayList<>();
    Map<Value, Integer> inside = new HashMap<>();
    for (Value input : node.inputs()) {
      Value param = b.param("x" + params.size(), input.type());
      params.add(param);
      if (known.containsKey(input)) {
        inside.put(param, known.get(input));
      }
    }
    List<Value> results = op.expand(b, params);
    Graph graph = b.build(results.stream().map(r -> "y").toList(), results);
    if (!follow(graph, inside)) {
      return UNPROVEN;
    }
    Set<Integer> axes = new HashSet<>();
    results.forEach(result -> axes.add(inside.getOrDefault(result, NONE)));
    return axes.size() == 1 ? axes.iterator().next() : UNPROVEN;
  }
}
