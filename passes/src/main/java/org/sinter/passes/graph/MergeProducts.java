package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;

/**
 * {@code x a + p, x b + q, x c + r}, read by one attention, become slices of {@code x [a b c] + [p
 * q r]}: one product and one barrier instead of three, and attention reads its parts where they
 * lie.
 *
 * <p>With products of integers what is done with each element of them goes along: scales and zero
 * points of columns are put side by side.
 *
 * <p>A product that others read than attention stays alone, since what follows it is done as it is
 * written; so does one whose weights are used elsewhere, too: they would be stored twice.
 */
public record MergeProducts() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    Map<Node, List<Projection>> groups = groups(graph);
    Map<Value, Value> now = new HashMap<>();
    return graph.rewrite(
        (b, node, in) -> {
          for (int i = 0; i < in.size(); i++) {
            now.put(node.input(i), in.get(i));
          }
          List<Projection> group = groups.get(node);
          if (group == null) {
            return null;
          }
          context.applied(node, "one of " + group.size() + " parts of a product");
          return List.of(part(b, group, node, whole(b, group, now)));
        });
  }

  /** By the node that ends a projection: all that can be merged with it, in order. */
  private static Map<Node, List<Projection>> groups(Graph graph) {
    Map<Value, List<Node>> users = graph.users();
    Map<List<Object>, List<Projection>> groups = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      Projection p = Projection.of(node, users);
      if (p != null && !graph.results().contains(p.end().result())) {
        groups.computeIfAbsent(p.form(), k -> new ArrayList<>()).add(p);
      }
    }
    Map<Constant, Set<List<Constant>>> companions = companions(groups.values());
    Map<Node, List<Projection>> byEnd = new HashMap<>();
    for (List<Projection> all : groups.values()) {
      List<Projection> group = all.stream().filter(p -> isFree(p, companions, users)).toList();
      if (group.size() > 1 && (!group.get(0).isInteger() || sides(group).isPossible(ends(group)))) {
        group.forEach(p -> byEnd.put(p.end(), group));
      }
    }
    return byEnd;
  }

  /** Beside which weights each constant is used. */
  private static Map<Constant, Set<List<Constant>>> companions(
      Collection<List<Projection>> groups) {
    Map<Constant, Set<List<Constant>>> companions = new HashMap<>();
    for (List<Projection> group : groups) {
      List<Constant> weights = group.stream().map(Projection::weights).toList();
      weights.forEach(w -> companions.computeIfAbsent(w, k -> new HashSet<>()).add(weights));
    }
    return companions;
  }

  /** Whether its weights are always used beside the same others, as in layers that share them. */
  private static boolean isFree(
      Projection p, Map<Constant, Set<List<Constant>>> companions, Map<Value, List<Node>> users) {
    Stream<Node> readers = users.get(p.weights()).stream();
    if (p.isInteger()) {
      readers = readers.flatMap(n -> users.getOrDefault(n.result(), List.of()).stream());
    }
    return companions.get(p.weights()).size() == 1
        && readers.allMatch(user -> Projection.of(user, users) != null);
  }

  private static SideBySide sides(List<Projection> group) {
    return new SideBySide(
        group.stream().map(p -> (Value) p.product().result()).toList(),
        group.stream().map(Projection::columns).toList());
  }

  private static List<Value> ends(List<Projection> group) {
    return group.stream().map(p -> (Value) p.end().result()).toList();
  }

  private static Value whole(Graph.Builder b, List<Projection> group, Map<Value, Value> now) {
    Formula f = new Formula(b);
    Value x = now.get(group.get(0).x());
    List<Value> weights = group.stream().map(p -> (Value) p.weights()).toList();
    Value right = f.convert(b.add(new Concat(1), weights), x.type().dtype());
    Value product = f.matMul(x, right);
    if (group.get(0).isInteger()) {
      return sides(group).merge(b, ends(group), product, v -> now.getOrDefault(v, v));
    }
    if (group.stream().allMatch(p -> p.bias() == null)) {
      return product;
    }
    List<Value> biases = new ArrayList<>();
    for (Projection p : group) {
      Fill none = new Fill(DType.F32, List.of(p.columns()), 0);
      biases.add(p.bias() == null ? b.add(none) : p.bias());
    }
    return f.add(product, b.add(new Concat(0), biases));
  }

  private static Value part(Graph.Builder b, List<Projection> group, Node end, Value whole) {
    Dim first = Dim.ZERO;
    for (Projection p : group) {
      if (p.end() != end) {
        first = first.plus(p.columns());
        continue;
      }
      List<Dim> sizes = end.result().type().dims();
      List<Dim> starts = new ArrayList<>(Collections.nCopies(sizes.size(), Dim.ZERO));
      starts.set(sizes.size() - 1, first);
      return b.add(new Slice(starts, sizes, Collections.nCopies(sizes.size(), 1L)), whole);
    }
    throw new IllegalStateException(end + " is no part");
  }
}
