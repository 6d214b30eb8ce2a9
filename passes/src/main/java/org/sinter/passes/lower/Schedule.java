package org.sinter.passes.lower;

import java.util.List;
import java.util.function.Predicate;

/**
 * How a CPU level's kernels are cut: the level's own tile with what a tuning record says of it, the
 * general before the special.
 */
public record Schedule(Tile plain, List<Tuning.Entry> entries) {
  public Schedule {
    entries = List.copyOf(entries);
  }

  /** The same tile for everything. */
  public static Schedule of(Tile tile) {
    return new Schedule(tile, List.of());
  }

  /** For all kernels but products. */
  public Tile tile() {
    return with(e -> e.product() == null);
  }

  /** For some products. */
  public Tile product(Tuning.Product product) {
    return with(e -> e.product() == null || e.product().includes(product));
  }

  private Tile with(Predicate<Tuning.Entry> counts) {
    Tile tile = plain;
    for (Tuning.Entry entry : entries) {
      tile = counts.test(entry) ? tile.with(entry.knobs()) : tile;
    }
    return tile;
  }
}
