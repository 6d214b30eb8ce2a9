package org.sinter.cli.data;

import java.util.Arrays;

/** Units of data, in the order of their file. */
public interface Dataset {
  /** The file's name. */
  String name();

  Form form();

  /** How many texts, pairs, windows or cases: what intervals are made over. */
  int units();

  /** Of each unit the score or class that people gave; NaN where there is none. */
  default double[] gold() {
    double[] gold = new double[units()];
    Arrays.fill(gold, Double.NaN);
    return gold;
  }

  /**
   * All units as batches of a model's inputs, rows of about the same length together, made one
   * after the other; the same every time.
   */
  Iterable<Batch> batches(Ports ports);

  /** Each row by itself, without padding where the model does not fix sizes. */
  default Iterable<Batch> alone(Ports ports) {
    return batches(ports);
  }
}
