package org.sinter.cli.metric;

import java.util.List;
import java.util.Map;
import org.sinter.cli.data.Batch;
import org.sinter.runtime.Tensor;

/** Sees one candidate's results, batch by batch, and keeps a few numbers for each unit. */
interface Task {
  /** Results of the run of a batch. */
  record Seen(Batch batch, Map<String, Tensor> results) {
    Vectors vectors(String output) {
      return Vectors.of(Outputs.get(results, output), batch);
    }

    /** The unit of a row, or -1. */
    int unit(int row) {
      return batch.units()[row];
    }
  }

  /** {@code reference} is what fidelity is measured to, of the same units. */
  void see(Seen found, Seen reference);

  /** What was seen, one for each metric. */
  List<Observed> observed();
}
