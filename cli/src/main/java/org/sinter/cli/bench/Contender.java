package org.sinter.cli.bench;

import java.io.IOException;
import java.util.Map;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Tensor;

/** A loaded model that takes part in a comparison. */
public interface Contender extends AutoCloseable {
  /** How it is called in tables. */
  String name();

  /** What is measured: a run on these inputs. */
  Blocks.Side on(Map<String, Tensor> inputs) throws IOException;

  @Override
  void close() throws IOException;
}
