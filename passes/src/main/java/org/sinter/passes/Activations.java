package org.sinter.passes;

import java.util.Collection;
import java.util.Map;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;

/** What a graph's values are over calibration data, for passes that look at activations. */
public interface Activations {
  /** How much is wanted to know. */
  enum Detail {
    /** Range, sum and sum of squares of each channel. */
    CHANNELS,
    /** The {@link Gram} matrix as well. */
    GRAM
  }

  /**
   * Statistics of values of {@code graph}, which are floats with a last dim that is a number, and
   * no constants. Hidden tokens do not count.
   *
   * @throws org.sinter.ir.diag.CompileException where there are none, naming the data or the file
   */
  Map<Value, Statistics> of(Graph graph, Collection<? extends Value> values, Detail detail);
}
