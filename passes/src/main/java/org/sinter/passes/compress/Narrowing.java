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
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
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

  /** At all places of {@code block} only the units that {@code stays} says are left. */
  void cut(Block block, boolean[] stays) {
    for (Coupled coupled : block.uses()) {
      Place place = new Place(coupled, stays);
      coupled.values().keySet().forEach(v -> places.put(v, place));
      coupled.readers().forEach((n, c) -> rows.put(n, place.cut(c)));
      coupled.writers().forEach((n, c) -> columns.put(n, place.cut(c)));
    }
  }

  Graph of(Graph graph) {
    return places.isEmpty() ? graph : graph.rewrite(this::narrow);
  }

  private List<Value> narrow(Graph.Builder b, Node node, List<Value> in) {
    if (rows.containsKey(node) || columns.containsKey(node)) {
      return List.of(b.add(node.op(), in.get(0), weight(node)));
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

  private Constant weight(Node product) {
    Constant w = Crossing.weight(product);
    Cut row = rows.get(product);
    Cut column = columns.get(product);
    w = row == null ? w : select(w, 0, row.kept);
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
