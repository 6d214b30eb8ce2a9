package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;

/**
 * {@code MatMulNBits}: {@code a w' + bias}, {@code w[n, k] = (code - zero) * scale} with a scale
 * and a zero point for each block of a row. The codes stay narrow; sums are in f32.
 */
final class BlockProduct {
  /** So that the number of bits fits a long. */
  private static final long LARGEST = 1 << 24;

  private final Call c;
  private final Formula f;
  private final long k;
  private final long n;
  private final long block;
  private final long blocks;
  private final int bits;

  private BlockProduct(Call c) {
    this.c = c;
    this.f = c.f();
    this.k = size("K");
    this.n = size("N");
    this.block = size("block_size");
    this.bits = (int) Math.min(c.integer("bits", 4), LARGEST);
    this.blocks = (k + block - 1) / block;
    if (bits != 2 && bits != 4 && bits != 8) {
      throw new IllegalArgumentException("codes of " + bits + " bits: 2, 4 and 8 are known");
    }
    if (c.has(4)) {
      throw new IllegalArgumentException(
          c.inputName(4) + ": rows in another order (g_idx) are not supported");
    }
  }

  private long size(String name) {
    long value = c.integer(name, 0);
    if (value < 1 || value > LARGEST) {
      throw new IllegalArgumentException(name + " is " + value + ", not in 1 .. " + LARGEST);
    }
    return value;
  }

  static Value write(Call c) {
    return new BlockProduct(c).product();
  }

  private Value product() {
    Value a = c.in(0);
    Value y = f.matMul(f.convert(a, DType.F32), matrix());
    y = c.has(5) ? f.add(y, f.convert(c.in(5), DType.F32)) : y;
    return f.convert(y, a.type().dtype());
  }

  /** {@code [k, n]} in f32. */
  private Value matrix() {
    Value codes = f.convert(codes(), DType.F32);
    Value shifted = c.has(3) ? f.sub(codes, zeros()) : codes;
    Value w = f.mul(shifted, byBlock(f.convert(c.in(2), DType.F32), 2));
    Value flat = f.reshape(w, List.of(Dim.of(blocks * block), Dim.of(n)));
    return blocks * block == k ? flat : Layout.slice(f, flat, 0, Dim.ZERO, Dim.of(k));
  }

  private Constant codes() {
    Constant bytes = constant(1, n * blocks * block * bits / 8, block * bits % 8 == 0);
    return codes(bytes, blocks, block);
  }

  /** One for each column and block, {@code [n * blocks]} or {@code [n, blocks]}, as columns. */
  private Value byBlock(Value x, int input) {
    if (!x.type().size().is(n * blocks)) {
      throw new IllegalArgumentException(
          c.inputName(input)
              + " is "
              + c.type(input)
              + ", not one for each of "
              + n
              + " x "
              + blocks);
    }
    Value table = f.transpose(f.reshape(x, List.of(Dim.of(n), Dim.of(blocks))), List.of(1, 0));
    return f.reshape(table, List.of(Dim.of(blocks), Dim.ONE, Dim.of(n)));
  }

  /** Zero points less {@code 2^(bits - 1)}, which the codes have lost, too. */
  private Value zeros() {
    if (c.dtype(3) != DType.U8) {
      Value zeros = byBlock(f.convert(c.in(3), DType.F32), 3);
      return f.add(zeros, -(1 << bits - 1));
    }
    long bytes = (blocks * bits + 7) / 8;
    long room = bytes * 8 / bits;
    Value zeros = codes(constant(3, n * bytes, true), 1, room);
    Value table = f.reshape(zeros, List.of(Dim.of(room), Dim.of(n)));
    table = f.convert(Layout.slice(f, table, 0, Dim.ZERO, Dim.of(blocks)), DType.F32);
    return f.reshape(table, List.of(Dim.of(blocks), Dim.ONE, Dim.of(n)));
  }

  /** An input's bytes as signed codes {@code [blocks, block, n]}. */
  private Constant codes(Constant bytes, long count, long size) {
    BlockCodes codes = new BlockCodes(bytes.elements(), signed(), n, count, size);
    return new Constant(bytes.name(), TensorType.of(signed(), count, size, n), codes, null);
  }

  private DType signed() {
    return bits == 2 ? DType.I2 : bits == 4 ? DType.I4 : DType.I8;
  }

  private Constant constant(int input, long bytes, boolean fits) {
    if (!(c.in(input) instanceof Constant x)
        || x.type().dtype() != DType.U8
        || !fits
        || !x.type().size().is(bytes)) {
      throw new IllegalArgumentException(
          c.inputName(input) + " is " + c.type(input) + ", not " + bytes + " bytes of codes");
    }
    return x;
  }
}
