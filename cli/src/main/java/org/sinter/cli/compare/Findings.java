package org.sinter.cli.compare;

import java.util.List;
import org.sinter.cli.measure.Blocks;

/**
 * What a comparison has found; the first result is the baseline.
 *
 * @param sinter version of the compiler
 * @param machine processor, processors granted, Java
 * @param level the CPU level whose code ran
 * @param data what quality was measured on, in words
 * @param method how it was measured, in words
 */
public record Findings(
    String model,
    String sinter,
    String machine,
    String level,
    String data,
    String method,
    List<Result> results,
    List<Cell> cells) {
  /**
   * One candidate.
   *
   * @param passes the whole text of its pipeline
   * @param runBytes most memory of a run of any sample besides weights and code
   */
  public record Result(
      Choice choice, String passes, Sizes sizes, long runBytes, List<Figure> figures) {
    public Result {
      figures = List.copyOf(figures);
    }

    String name() {
      return choice.name();
    }

    /** What a process needs at most for this model outside of the heap. */
    long peakBytes() {
      return sizes.shipped() + runBytes;
    }

    /** The first metric, which says most; null: there is none. */
    Figure quality() {
      return figures.isEmpty() ? null : figures.get(0);
    }
  }

  public Findings {
    results = List.copyOf(results);
    cells = List.copyOf(cells);
  }

  Result baseline() {
    return results.get(0);
  }

  /** Over all samples and threads, how many times as fast as the baseline. */
  Blocks.Result overall(int candidate) {
    return Cell.overall(cells, candidate);
  }
}
