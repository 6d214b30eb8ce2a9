package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.Value;

/** Writes one ONNX node into the graph. */
@FunctionalInterface
interface OpImporter {
  /** The results, in the node's order; absent optional ones may be null or left out at the end. */
  List<? extends Value> write(Call c);

  /** An importer of one result. */
  @FunctionalInterface
  interface Single {
    Value write(Call c);
  }
}
