package org.sinter.cli.bisect;

import java.util.List;
import org.sinter.passes.Divisible;

/**
 * Some of the weights that a pass changes.
 *
 * @param name a layer, or one weight
 * @param alone the loss when the pass changes only these
 */
record PartLoss(String name, List<Divisible.Unit> units, double alone) {
  PartLoss {
    units = List.copyOf(units);
  }
}
