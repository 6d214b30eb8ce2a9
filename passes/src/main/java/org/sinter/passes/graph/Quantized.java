package org.sinter.passes.graph;

import java.util.List;
import java.util.stream.LongStream;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;

/**
 * One side of a product, {@code (q - zero) * scale} with {@code q} of at most 8 bits; {@code zero}
 * and {@code scale} are null where there is none.
 *
 * @param transposed whether the side is the transposed matrix of this
 */
record Quantized(Value q, Value zero, Value scale, boolean transposed) {
  private static final List<Integer> SWAP = List.of(1, 0);

  /** What {@code side} is in integers (i32) or as a float of them, or null. */
  static Quantized of(Value side) {
    Transpose transpose = Match.op(side, Transpose.class);
    if (transpose != null && transpose.perm().equals(SWAP)) {
      Quantized of = of(Match.input(side, 0));
      return of == null || of.transposed ? null : new Quantized(of.q, of.zero, of.scale, true);
    }
    Quantized of = side.type().dtype() == DType.I32 ? integers(side) : floats(side);
    boolean broadcast = of != null && !of.q.type().dims().equals(side.type().dims());
    return broadcast ? null : of;
  }

  private static Quantized floats(Value side) {
    for (Match.Pair factors : Match.either(side, Binary.Function.MUL)) {
      Quantized plain = converted(factors.first());
      if (plain != null) {
        return new Quantized(plain.q, plain.zero, factors.second(), false);
      }
    }
    return converted(side);
  }

  private static Quantized converted(Value value) {
    Convert convert = Match.op(value, Convert.class);
    if (convert == null || convert.to() != DType.F32) {
      return null;
    }
    Value inner = Match.input(value, 0);
    return isNarrow(inner) ? new Quantized(inner, null, null, false) : integers(inner);
  }

  private static Quantized integers(Value value) {
    Match.Pair difference = Match.operands(value, Binary.Function.SUB);
    Value wide = difference == null ? value : difference.first();
    Convert convert = Match.op(wide, Convert.class);
    boolean fits = convert != null && convert.to() == DType.I32 && isNarrow(Match.input(wide, 0));
    return fits
        ? new Quantized(
            Match.input(wide, 0), difference == null ? null : difference.second(), null, false)
        : null;
  }

  private static boolean isNarrow(Value value) {
    return value.type().dtype().isInteger() && value.type().dtype().bits() <= 8;
  }

  /** What a zero point is widened from, or itself. */
  static Value narrow(Value zero) {
    boolean widened = Match.is(zero, Convert.class) && isNarrow(Match.input(zero, 0));
    return widened ? Match.input(zero, 0) : zero;
  }

  /** Whether zero point and scale are the same for all of a row. */
  boolean isByRow() {
    return isAlike(zero, -1) && isAlike(scale, -1) && !transposed;
  }

  /** Whether zero point and scale are the same for all of a column. */
  boolean isByColumn() {
    int along = transposed ? -1 : -2;
    return isAlike(zero, along) && isAlike(scale, along);
  }

  /** Whether a zero point that is known is an element; others are taken to be, as in ONNX. */
  boolean isBounded() {
    Double literal = zero == null ? null : Match.literal(zero);
    if (literal != null) {
      return isElement(literal.longValue());
    }
    return zero == null
        || !(narrow(zero) instanceof Constant c)
        || LongStream.range(0, c.elements().size())
            .allMatch(i -> isElement(c.elements().integer(i)));
  }

  private boolean isElement(long value) {
    DType type = q.type().dtype();
    boolean signed = type.kind() == DType.Kind.SIGNED;
    long least = signed ? -1L << type.bits() - 1 : 0;
    return value >= least && value < least + (1L << type.bits());
  }

  private static boolean isAlike(Value value, int along) {
    return value == null || value.type().rank() < -along || value.type().dim(along).is(1);
  }
}
