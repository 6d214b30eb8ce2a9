package org.sinter.cli.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a pipeline did to a model.
 *
 * @param sizes where FLOPs and bytes are counted
 * @param read the graph as it was read
 */
public record Explanation(
    String model, String pipeline, Sizes sizes, Stage read, List<Deed> steps) {
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
    return json;
  }
}
