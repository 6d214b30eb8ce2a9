package org.sinter.passes.lower;

import org.sinter.ir.DType;

/**
 * How wide a target computes.
 *
 * @param bytes bytes of a vector register
 * @param rows rows of a product's register tile
 * @param vectors vectors in a row of a product's register tile
 */
public record Tile(int bytes, int rows, int vectors) {
  /** Elements of a type in one vector. */
  int lanes(DType type) {
    return bytes / Math.max(4, type.compute().bytes());
  }

  /**
   * {@code 8x48} with AVX-512, {@code 4x24} with AVX2, {@code 4x12} with SSE, {@code 8x12} NEON.
   */
  public static Tile of(int vectorBytes, int registers) {
    return vectorBytes == 64 ? new Tile(64, 8, 3) : new Tile(vectorBytes, registers / 4, 3);
  }
}
