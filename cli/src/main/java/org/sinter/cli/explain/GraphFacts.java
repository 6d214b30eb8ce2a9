package org.sinter.cli.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Composite;
import org.sinter.ir.text.Records;
import org.sinter.passes.lower.Effort;

/** What a graph is made of, and what it costs as formulas of its symbols. */
public record GraphFacts(Graph graph) {
  /** Nodes by op, composites and others apart. */
  public Map<String, Integer> ops(boolean composite) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Composite == composite) {
        counts.merge(Records.name(node.op().getClass()), 1, Integer::sum);
      }
    }
    return counts;
  }

  public long parameters() {
    return graph.constants().stream().mapToLong(c -> c.elements().size()).sum();
  }

  public long weightBytes() {
    return graph.constants().stream().mapToLong(GraphFacts::bytes).sum();
  }

  private static long bytes(Constant constant) {
    return constant.elements().size() * constant.type().dtype().bytes();
  }

  /** Multiplications and additions of products and attention. */
  public Dim flops() {
    Dim sum = Dim.ZERO;
    for (Node node : graph.nodes()) {
      sum = sum.plus(Effort.flops(node));
    }
    return sum;
  }

  /** Bytes of all values between nodes, were each written once. */
  public Dim activationBytes() {
    Dim sum = Dim.ZERO;
    for (Node node : graph.nodes()) {
      for (Value value : node.results()) {
        sum = sum.plus(value.type().size().times(value.type().dtype().bytes()));
      }
    }
    return sum;
  }

  public Map<String, Object> inputs() {
    Map<String, Object> inputs = new LinkedHashMap<>();
    graph.params().forEach(p -> inputs.put(p.name(), p.type().toString()));
    return inputs;
  }

  public Map<String, Object> outputs() {
    Map<String, Object> outputs = new LinkedHashMap<>();
    List<Value> results = graph.results();
    for (int i = 0; i < results.size(); i++) {
      outputs.put(graph.resultNames().get(i), results.get(i).type().toString());
    }
    return outputs;
  }
}
