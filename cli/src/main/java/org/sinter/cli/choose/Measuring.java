package org.sinter.cli.choose;

import java.util.List;

/** Finds out what it does to change some weights. */
interface Measuring {
  /** How long it may take. */
  enum Effort {
    /** No times at all. */
    ERRORS,
    /** Times that tell large differences. */
    QUICK,
    /** Times to be relied on. */
    THOROUGH
  }

  /**
   * For each set of weights; where times are taken, all in turns. What is slower is measured once
   * more, which decides.
   */
  List<Finding> of(List<List<String>> weights, Effort effort) throws Exception;
}
