package org.sinter.cli.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.Value;
import org.sinter.ir.text.Records;
import org.sinter.passes.Remark;

/**
 * Remarks of one pass that say the same: a rule that fired, or why nodes were left alone.
 *
 * @param what the rule, or the reason
 * @param nodes the nodes, as often as it was said of them
 * @param details what was said at each of them
 */
public record Finding(String what, List<String> nodes, List<String> details) {
  /** Remarks of one kind, those first that are said most often. */
  static List<Finding> of(List<Remark> remarks, boolean applied) {
    Map<String, Finding> found = new LinkedHashMap<>();
    for (Remark remark : remarks) {
      if (remark.applied() == applied) {
        Finding finding =
            found.computeIfAbsent(
                what(remark), w -> new Finding(w, new ArrayList<>(), new ArrayList<>()));
        finding.nodes.add(name(remark));
        finding.details.add(remark.reason());
      }
    }
    List<Finding> sorted = new ArrayList<>(found.values());
    sorted.sort((a, b) -> Integer.compare(b.nodes.size(), a.nodes.size()));
    return sorted;
  }

  int count() {
    return nodes.size();
  }

  /**
   * Reasons that differ only in the weight they are about, or in figures after a colon, are one.
   */
  private static String what(Remark remark) {
    String words = remark.rule().isEmpty() ? remark.reason().split(": ", 2)[0] : remark.rule();
    for (Value input : remark.at().inputs()) {
      if (input instanceof Constant c && !c.name().isEmpty()) {
        words = words.replace(c.name(), "its weight");
      }
    }
    return words;
  }

  /** The node of the model file; the op where a pass has made it. */
  private static String name(Remark remark) {
    String origin = remark.at().origin();
    return origin.isEmpty() ? Records.name(remark.at().op().getClass()) : origin;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("what", what);
    json.put("count", count());
    json.put("nodes", nodes);
    json.put("details", details);
    return json;
  }
}
