package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;

/**
 * {@code GatherBlockQuantized}: rows of a table of codes, {@code (code - zero) * scale} with a
 * scale and a zero point for each block along an axis. The codes stay narrow and are gathered so.
 */
final class BlockGather {
  private final Call c;
  private final Formula f;
  private final boolean packed;
  private final int bits;

  private BlockGather(Call c) {
    this.c = c;
    this.f = c.f();
    this.packed = c.dtype(0) == DType.U8;
    this.bits = packed ? (int) Math.min(c.integer("bits", 4), 64) : c.dtype(0).bits();
    if (bits != 2 && bits != 4 && bits != 8) {
      throw new IllegalArgumentException("codes of " + bits + " bits: 2, 4 and 8 are known");
    }
  }

  static Value write(Call c) {
    return new BlockGather(c).write();
  }

  /** Codes, scales and zero points are gathered alike, unless blocks lie along the same axis. */
  private Value write() {
    Value codes = codes(0);
    int rank = codes.type().rank();
    int gather = c.axis("gather_axis", 0, rank);
    int blocks = c.axis("quantize_axis", 1, rank);
    if (c.rank(2) != rank) {
      throw new IllegalArgumentException(
          c.inputName(2) + " is " + c.type(2) + ", not of the table's rank " + rank);
    }
    Value scales = f.convert(c.in(2), DType.F32);
    Value zeros = c.has(3) ? codes(3) : null;
    boolean together = gather == blocks;
    int axis = gather < blocks ? blocks + c.rank(1) - 1 : blocks;
    Value x =
        together
            ? wide(codes, scales, zeros, blocks)
            : wide(rows(codes, gather), rows(scales, gather), rows(zeros, gather), axis);
    return f.convert(together ? rows(x, gather) : x, c.dtype(2));
  }

  private Value rows(Value x, int axis) {
    return x == null ? null : IndexOps.gather(f, x, IndexOps.index(c, 1), axis);
  }

  /** Without zero points, codes that were moved to be signed have them at 0. */
  private Value wide(Value codes, Value scales, Value zeros, int axis) {
    Value x = f.convert(codes, DType.F32);
    x = zeros == null ? x : f.sub(x, spread(f.convert(zeros, DType.F32), codes.type(), axis));
    return f.mul(x, spread(scales, codes.type(), axis));
  }

  private Value spread(Value x, TensorType like, int axis) {
    long block = c.integer("block_size", 128);
    Dim missing = like.dim(axis).minus(x.type().dim(axis).times(block));
    if (block < 1 || missing.isConstant() && missing.value() > 0) {
      throw new IllegalArgumentException("blocks of " + block + ": " + x.type() + " for " + like);
    }
    return QuantizeOps.blocked(f, x, axis, block, like.dim(axis));
  }

  /** Bytes as signed codes, {@code 2^(bits - 1)} less; types of ONNX's own as they are. */
  private Value codes(int input) {
    Value x = c.in(input);
    if (!packed) {
      return x;
    }
    if (!(x instanceof Constant bytes) || x.type().rank() < 1) {
      throw new IllegalArgumentException(
          c.inputName(input) + " is " + x.type() + ", not known at compile time");
    }
    DType type = bits == 2 ? DType.I2 : bits == 4 ? DType.I4 : DType.I8;
    List<Dim> dims = new ArrayList<>(x.type().dims());
    int last = dims.size() - 1;
    dims.set(last, dims.get(last).times(8 / bits));
    PackedCodes codes = new PackedCodes(bytes.elements(), type);
    return new Constant(bytes.name(), new TensorType(type, dims), codes, null);
  }
}
