package org.sinter.passes.lower;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Expr;

/**
 * How a target computes: its vectors and the schedule of its products and attention.
 *
 * @param bytes bytes of a vector register
 * @param rows rows of a product's register tile
 * @param vectors vectors in a row of a product's register tile
 * @param chunk rows in a task of a product, a multiple of {@code rows}
 * @param block rows that meet one panel of the right operand before the next, in chunks
 * @param ahead how many steps of k ahead the right operand is prefetched; 0: not
 * @param queries vectors of queries in a task of attention
 * @param dots what is added by one instruction
 */
public record Tile(
    int bytes,
    int rows,
    int vectors,
    int chunk,
    int block,
    int ahead,
    int queries,
    Set<Dots> dots) {
  public Tile {
    dots = Set.copyOf(dots);
    if (chunk % rows != 0) {
      throw new IllegalArgumentException("a chunk of " + chunk + " rows is no whole tiles");
    }
  }

  /** The same with some knobs set; a chunk is rounded up to whole tiles. */
  public Tile with(Map<Knob, Integer> knobs) {
    int tileRows = knobs.getOrDefault(Knob.ROWS, rows);
    int wanted = knobs.getOrDefault(Knob.CHUNK, chunk);
    return new Tile(
        bytes,
        tileRows,
        knobs.getOrDefault(Knob.VECTORS, vectors),
        (wanted + tileRows - 1) / tileRows * tileRows,
        knobs.getOrDefault(Knob.BLOCK, block),
        knobs.getOrDefault(Knob.AHEAD, ahead),
        knobs.getOrDefault(Knob.QUERIES, queries),
        dots);
  }

  /** The first row of a task's chunk. */
  Expr first(Expr number) {
    return number.times(Expr.index(chunk));
  }

  /** Half as many rows, for two sums of each element. */
  Tile halved() {
    return with(Map.of(Knob.ROWS, Math.max(1, rows / 2)));
  }

  /** All knobs. */
  public Map<Knob, Integer> knobs() {
    return new EnumMap<>(
        Map.of(
            Knob.ROWS, rows,
            Knob.VECTORS, vectors,
            Knob.CHUNK, chunk,
            Knob.BLOCK, block,
            Knob.AHEAD, ahead,
            Knob.QUERIES, queries));
  }

  /** Elements of a type in one vector. */
  int lanes(DType type) {
    return bytes / Math.max(4, type.compute().bytes());
  }

  /**
   * {@code 8x48} with AVX-512, {@code 4x24} with AVX2, {@code 4x12} with SSE, {@code 8x12} NEON;
   * for a level of which the record {@code shipped.tuning} says nothing else.
   */
  public static Tile of(int vectorBytes, int registers) {
    return new Tile(vectorBytes, vectorBytes == 64 ? 8 : registers / 4, 3, 64, 8, 48, 2, Set.of());
  }

  public Tile withDots(Set<Dots> has) {
    return new Tile(bytes, rows, vectors, chunk, block, ahead, queries, has);
  }
}
