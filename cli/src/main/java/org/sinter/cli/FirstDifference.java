package org.sinter.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;

/** Where the values of two graphs part: nodes that come from the same node of the model file. */
record FirstDifference(Map<String, Tensor> inputs, double tolerance) {
  /** A sentence that names the first node of {@code after} whose value has changed. */
  String between(Graph before, Graph after) {
    Map<String, Tensor> old = values(before);
    for (Map.Entry<String, Tensor> now : values(after).entrySet()) {
      Tensor expected = old.get(now.getKey());
      if (expected != null
          && Arrays.equals(expected.shape(), now.getValue().shape())
          && Difference.of(expected, now.getValue(), null).relative() > tolerance) {
        return "first at " + now.getKey();
      }
    }
    return "at no node that stands in both graphs";
  }

  /** The last value for each node of the model file, in order; kept whole, so for small inputs. */
  private Map<String, Tensor> values(Graph graph) {
    Map<String, Tensor> values = new LinkedHashMap<>();
    GraphInterpreter.run(
        graph,
        inputs,
        (value, tensor) -> {
          if (value instanceof Node.Result r && !r.node().origin().isEmpty()) {
            values.put(r.node().origin() + (r.index() == 0 ? "" : " #" + r.index()), tensor);
          }
        });
    return values;
  }
}
