package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;

/** Rewrites a graph so that channels of removed units are no longer there. */
final class Narrowing {
  /** A place of units, of which only some stay. */
  private record Place(Coupled coupled, boolean[] stays) {
    Cut cut(Channels channels) {
      return channels == null ? null : new Cut(channels.axis(), channels.kept(stays));
    }

    Cut cut(Value value) {
      return cut(coupled.values().get(value));
    }
  }

  /** What is left along an axis. */
  private record Cut(int axis, int[] kept) {}

  private final Map<Value, Place> places = new HashMap<>();
  private final Map<Node, Cut> rows = new HashMap<>();
  private final Map<Node, Cut> columns = new HashMap<>();
  private final Map<List<Object>, Constant> selected = new HashMap<>();
  private final Map<Node, Constant> refitted = new HashMap<>();
  private final Map<Node, Constant> shifts = new HashMap<>();
  private final Graph graph;
  private final Map<Value, List<Node>> users;

  Narrowing(Graph graph) {
    this.graph = graph;
    this.users = graph.users();
  }

  /** At all places of {@code block} only the units that {@code stays} says are left. */
  void cut(Block block, boolean[] stays) {
    for (Coupled coupled : block.uses()) {
      Place place = new Place(coupled, stays);
      coupled.values().keySet().forEach(v -> places.put(v, place));
      coupled.readers().forEach((n, c) -> rows.put(n, place.cut(c)));
      coupled.writers().forEach((n, c) -> columns.put(n, place.cut(c)));
    }
  }

  /** Other weights for products of {@code side}; call it when all is cut. */
  void refit(Block.Side side, Refit refit) {
    Constant w = side.weight();
    Constant weight = Constant.of(w.name(), refit.weight().tensor(w.type().dtype()));
    Map<Value, Constant> biases = new HashMap<>();
    for (Node product : side.products()) {
      refitted.put(product, weight);
      Node sum = biased(product);
      Value bias = sum == null ? null : bias(sum, product);
      Constant shifted = biases.computeIfAbsent(bias, b -> shifted(w, (Constant) b, refit.shift()));
      shifts.put(sum == null ? product : sum, shifted);
    }
  }

  private static Constant shifted(Constant weight, Constant bias, double[] shift) {
    Tensor sums = Tensor.allocate(weight.type().dtype(), shift.length);
    for (int j = 0; j < shift.length; j++) {
      sums.set(j, shift[j] + (bias == null ? 0 : bias.elements().real(j)));
    }
    return Constant.of(bias == null ? weight.name() + ".shift" : bias.name(), sums);
  }

  /** The sum of the product and a constant row, where nothing else reads the product. */
  private Node biased(Node product) {
    List<Node> next = users.getOrDefault(product.result(), List.of());
    boolean sum =
        next.size() == 1
            && !graph.results().contains(product.result())
            && next.get(0).op() instanceof Combine c
            && c.function() == Binary.Function.ADD
            && bias(next.get(0), product) instanceof Constant row
            && row.type().dims().equals(List.of(product.result().type().dim(-1)));
    return sum ? next.get(0) : null;
  }

  private static Value bias(Node sum, Node product) {
    return sum.input(sum.input(0) == product.result() ? 1 : 0);
  }

  Graph narrowed() {
    return places.isEmpty() ? graph : graph.rewrite(this::narrow);
  }

  private List<Value> narrow(Graph.Builder b, Node node, List<Value> in) {
    if (rows.containsKey(node) || columns.containsKey(node)) {
      Value product = b.add(node.op(), in.get(0), weight(node));
      return List.of(shifts.containsKey(node) ? shift(b, product, node) : product);
    }
    if (shifts.containsKey(node)) {
      boolean first = node.input(0) instanceof Constant;
      return List.of(shift(b, in.get(first ? 1 : 0), node));
    }
    Place place = node.results().size() == 1 ? places.get(node.result()) : null;
    if (place == null) {
      return node.op() instanceof Slice slice && places.containsKey(node.input(0))
          ? List.of(b.add(sliced(slice, node.input(0)), in))
          : null;
    }
    List<Value> inputs = new ArrayList<>(in);
    for (int i = 0; i < inputs.size(); i++) {
      Cut own = place.cut(node.input(i));
      if (node.input(i) instanceof Constant c && own != null) {
        inputs.set(i, select(c, own.axis, own.kept));
      }
    }
    Cut cut = place.cut(node.result());
    masks(b, node, inputs, cut);
    return List.of(b.add(op(node, cut), inputs));
  }

  private Value shift(Graph.Builder b, Value product, Node node) {
    Constant shift = shifts.get(node);
    Cut cut = columns.get(node);
    Place place = places.get(node.result());
    cut = cut == null && place != null ? place.cut(node.result()) : cut;
    return new Formula(b).add(product, cut == null ? shift : select(shift, 0, cut.kept));
  }

  private Constant weight(Node product) {
    Cut row = rows.get(product);
    Cut column = columns.get(product);
    Constant w = refitted.get(product);
    if (w == null) {
      w = Crossing.weight(product);
      w = row == null ? w : select(w, 0, row.kept);
    }
    return column == null ? w : select(w, 1, column.kept);
  }

  /** The same constant for the same selection, so that shared weights stay shared. */
  private Constant select(Constant constant, int axis, int[] kept) {
    List<Object> key = List.of(constant, axis, Arrays.stream(kept).boxed().toList());
    return selected.computeIfAbsent(key, k -> SelectedElements.of(constant, axis, kept));
  }

  /** A mask that differs by heads keeps those that are left. */
  private void masks(Graph.Builder b, Node node, List<Value> inputs, Cut cut) {
    int at = node.op() instanceof Attention ? 3 : RaggedAttention.OFFSETS + 1;
    boolean byHeads =
        Crossing.isAttention(node.op())
            && inputs.size() > at
            && !inputs.get(at).type().dim(1).is(1);
    if (byHeads) {
      long[] kept = IntStream.of(cut.kept).asLongStream().toArray();
      Constant heads = Constant.of("heads", Tensor.of(kept, kept.length));
      inputs.set(at, b.add(new Gather(1), inputs.get(at), heads));
    }
  }

  /** The op that gives the narrower result. */
  private Op op(Node node, Cut cut) {
    if (node.op() instanceof Reshape reshape) {
      return new Reshape(with(reshape.shape(), cut));
    }
    if (node.op() instanceof Expand expand) {
      return new Expand(with(expand.shape(), cut));
    }
    if (node.op() instanceof Fill fill) {
      return new Fill(fill.dtype(), with(fill.shape(), cut), fill.value());
    }
    return node.op() instanceof Slice slice ? sliced(slice, node.input(0)) : node.op();
  }

  private static List<Dim> with(List<Dim> dims, Cut cut) {
    List<Dim> narrow = new ArrayList<>(dims);
    narrow.set(cut.axis, Dim.of(cut.kept.length));
    return narrow;
  }

  /** Starts and sizes count what is left of the input. */
  private Slice sliced(Slice slice, Value from) {
    Cut input = places.get(from).cut(from);
    int axis = input.axis;
    long start = slice.starts().get(axis).value();
    long end = start + slice.sizes().get(axis).value();
    List<Dim> starts = new ArrayList<>(slice.starts());
    List<Dim> sizes = new ArrayList<>(slice.sizes());
    starts.set(axis, Dim.of(IntStream.of(input.kept).filter(c -> c < start).count()));
    sizes.set(axis, Dim.of(IntStream.of(input.kept).filter(c -> c >= start && c < end).count()));
    return new Slice(starts, sizes, slice.steps());
  }
}
