package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Node;
import org.sinter.ir.Value;

/**
 * What one kernel computes.
 *
 * @param root the value up to which it computes
 * @param anchor the node that needs a loop nest of its own (a product, a reduction …), or null; all
 *     else between the root and memory is written inline
 * @param quantizer quantizes the root's rows, or null
 * @param beside what it makes of the root and writes, too, or null
 * @param results what it writes to memory: the root unless nobody else reads it, the quantizer's,
 *     what is beside
 */
record Group(Value root, Node anchor, Node quantizer, Value beside, List<Value> results) {
  Group {
    results = List.copyOf(results);
  }

  /** {@code stored}: whether others read the root. */
  static Group of(Value root, Node anchor, Node quantizer, Value beside, boolean stored) {
    List<Value> results = new ArrayList<>(stored ? List.of(root) : List.of());
    results.addAll(quantizer == null ? List.of() : quantizer.results());
    results.addAll(beside == null ? List.of() : List.of(beside));
    return new Group(root, anchor, quantizer, beside, results);
  }
}
