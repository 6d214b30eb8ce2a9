package org.sinter.cli.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline did to a model.
 *
 * @param sizes where FLOPs and bytes are counted
 * @param read the graph as it was read
 * @param ends null: they were not lowered
 */
public record Explanation(
    String model, String pipeline, Sizes sizes, Stage read, List<Deed> steps, Ends ends) {
  /** The graph as it was read and at the end, as each would run. */
  public record Ends(Kernels read, Kernels last) {}

  public Explanation {
    steps = List.copyOf(steps);
  }

  /** The graph at the end. */
  Stage last() {
    return steps.isEmpty() ? read : steps.get(steps.size() - 1).after();
  }

  /** For machines. */
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("model", model);
    json.put("pipeline", pipeline);
    json.put("shape", sizes.defaults());
    json.put("read", read.json());
    json.put("steps", steps.stream().map(Deed::json).toList());
    json.put("result", last().json());
    if (ends != null) {
      json.put("compiledAsRead", ends.read.json());
      json.put("compiled", ends.last.json());
    }
    return json;
  }
}
