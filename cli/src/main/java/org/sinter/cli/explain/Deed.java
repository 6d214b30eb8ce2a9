package org.sinter.cli.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pass that has run.
 *
 * @param number its place in the pipeline, from 1
 * @param text the pass with its options
 * @param fired what it did, grouped
 * @param left what it left alone, grouped by reason
 */
public record Deed(
    int number,
    String pass,
    String text,
    double milliseconds,
    boolean changed,
    Stage before,
    Stage after,
    List<Finding> fired,
    List<Finding> left) {
  public Deed {
    fired = List.copyOf(fired);
    left = List.copyOf(left);
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("number", number);
    json.put("pass", pass);
    json.put("text", text);
    json.put("milliseconds", milliseconds);
    json.put("changed", changed);
    json.put("opsChanged", before.changes(after));
    json.put("after", after.json());
    json.put("fired", fired.stream().map(Finding::json).toList());
    json.put("left", left.stream().map(Finding::json).toList());
    return json;
  }
}
