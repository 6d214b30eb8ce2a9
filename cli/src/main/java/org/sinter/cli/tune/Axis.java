package org.sinter.cli.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.passes.lower.Knob;
import org.sinter.passes.lower.Tile;

/** One direction of the search: settings of which exactly one holds. */
record Axis(List<Map<Knob, Integer>> settings) {
  /** Columns of a panel of weights: the same for all levels, which share the weights. */
  private static final int PANEL = 48;

  /** Rows and vectors together, as both live in the registers; then each other knob alone. */
  static List<Axis> of(CpuLevel level) {
    List<Axis> axes = new ArrayList<>();
    axes.add(new Axis(tiles(level)));
    for (Knob knob : List.of(Knob.AHEAD, Knob.CHUNK, Knob.BLOCK)) {
      axes.add(of(knob));
    }
    return axes;
  }

  /** One knob alone. */
  static Axis of(Knob knob) {
    return new Axis(knob.candidates().stream().map(v -> Map.of(knob, v)).toList());
  }

  /** Register tiles that leave room for a row of the right operand and an element of the left. */
  private static List<Map<Knob, Integer>> tiles(CpuLevel level) {
    int lanes = level.vectorBytes() / DType.F32.bytes();
    List<Map<Knob, Integer>> tiles = new ArrayList<>();
    for (int vectors : Knob.VECTORS.candidates()) {
      for (int rows : Knob.ROWS.candidates()) {
        boolean fits = rows * vectors + vectors + 1 <= level.registers();
        if (fits && vectors * lanes <= PANEL) {
          tiles.add(Map.of(Knob.ROWS, rows, Knob.VECTORS, vectors));
        }
      }
    }
    return tiles;
  }

  /** The tile with each setting. */
  List<Tile> from(Tile tile) {
    return settings.stream().map(tile::with).toList();
  }

  /** The tile with the settings next to its own, where its own is among them. */
  List<Tile> around(Tile tile) {
    List<Tile> all = from(tile);
    int at = all.indexOf(tile);
    List<Tile> near = new ArrayList<>();
    for (int i = Math.max(0, at - 1); at >= 0 && i < all.size() && i <= at + 1; i++) {
      near.add(all.get(i));
    }
    return near;
  }
}
