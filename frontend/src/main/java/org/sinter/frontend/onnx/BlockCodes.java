package org.sinter.frontend.onnx;

import org.sinter.ir.DType;
import org.sinter.ir.Elements;

/**
 * Codes of a matrix as {@code MatMulNBits} keeps them, {@code u8[n, blocks, bytes]} with the first
 * in the low bits, read as signed {@code [blocks, block, n]}: {@code code - 2^(bits - 1)}.
 */
record BlockCodes(Elements bytes, DType type, long n, long blocks, long block) implements Elements {
  @Override
  public long size() {
    return n * blocks * block;
  }

  @Override
  public long integer(long i) {
    long column = i % n;
    long at = i / n % block;
    long inBlocks = column * blocks + i / n / block;
    long bit = at * type.bits();
    long code = bytes.integer(inBlocks * (block * type.bits() / 8) + bit / 8) >> bit % 8;
    return (code & (1L << type.bits()) - 1) - (1L << type.bits() - 1);
  }

  @Override
  public double real(long i) {
    return integer(i);
  }
}
