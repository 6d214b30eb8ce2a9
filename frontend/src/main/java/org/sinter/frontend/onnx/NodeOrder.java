package org.sinter.frontend.onnx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.frontend.onnx.proto.OnnxAttribute;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.frontend.onnx.proto.OnnxNode;

/** Nodes so that each comes after those whose results it reads; files are mostly so already. */
final class NodeOrder {
  private NodeOrder() {}

  /** The nodes in order; a cycle is an error that names one of its nodes. */
  static List<OnnxNode> sort(Model model, Body body, List<OnnxNode> nodes) {
    Map<String, Integer> producers = producers(model, nodes);
    if (isSorted(nodes, producers)) {
      return nodes;
    }
    List<Set<Integer>> users = new ArrayList<>();
    nodes.forEach(n -> users.add(new LinkedHashSet<>()));
    int[] missing = new int[nodes.size()];
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : reads(nodes.get(i))) {
        Integer producer = producers.get(name);
        if (producer != null && users.get(producer).add(i)) {
          missing[i]++;
        }
      }
    }
    List<OnnxNode> sorted = drain(nodes, users, missing);
    if (sorted.size() < nodes.size()) {
      OnnxNode stuck = nodes.stream().filter(n -> !sorted.contains(n)).findFirst().orElseThrow();
      throw model.fail(stuck, "the graph has a cycle through it", null);
    }
    return sorted;
  }

  private static List<OnnxNode> drain(
      List<OnnxNode> nodes, List<Set<Integer>> users, int[] missing) {
    Deque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] == 0) {
        ready.add(i);
      }
    }
    List<OnnxNode> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      int next = ready.remove();
      sorted.add(nodes.get(next));
      for (int user : users.get(next)) {
        if (--missing[user] == 0) {
          ready.add(user);
        }
      }
    }
    return sorted;
  }

  private static Map<String, Integer> producers(Model model, List<OnnxNode> nodes) {
    Map<String, Integer> producers = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : nodes.get(i).outputs()) {
        if (!name.isEmpty() && producers.put(name, i) != null) {
          throw model.fail(nodes.get(i), "the name '" + name + "' is defined twice", null);
        }
      }
    }
    return producers;
  }

  private static boolean isSorted(List<OnnxNode> nodes, Map<String, Integer> producers) {
    for (int i = 0; i < nodes.size(); i++) {
      for (String name : reads(nodes.get(i))) {
        Integer producer = producers.get(name);
        if (producer != null && producer >= i) {
          return false;
        }
      }
    }
    return true;
  }

  /** Names that a node reads itself or in its subgraphs, whose nesting the reader limits. */
  private static Set<String> reads(OnnxNode node) {
    Set<String> names = new LinkedHashSet<>(node.inputs());
    for (OnnxAttribute attribute : node.attributes()) {
      if (attribute.kind() == OnnxAttribute.Kind.GRAPH && !attribute.isReference()) {
        OnnxGraph graph = attribute.asGraph();
        graph.nodes().forEach(n -> names.addAll(reads(n)));
        graph.outputs().forEach(o -> names.add(o.name()));
      }
    }
    return names;
  }
}
