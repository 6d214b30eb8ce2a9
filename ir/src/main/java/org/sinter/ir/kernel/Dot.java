package org.sinter.ir.kernel;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;

/**
 * {@code sum + (a[.., i] + shift) * b[.., j] + (a[.., i + 1] + shift) * b[.., j + 1] + …} over
 * {@code count} neighbours of narrow type along the last axes, added in order in the sum's type:
 * what {@code vdpbf16ps} and {@code vpdpbusd} do in each lane. ({@code vdpbf16ps} takes denormals
 * for zero, and may add a pair in another order.)
 *
 * @param a the first of its elements
 * @param b the first of its elements
 * @param shift 128 reads bytes with a sign as bytes without one, -128 the other way round, else 0
 * @param flips null, or the first of masks: {@code b[.., j] ^ flips[.., l]} is multiplied, and
 *     every {@code a} must be at most 128, so that two products fit 16 bits, as {@code vpmaddubsw}
 *     adds
 */
public record Dot(int count, Expr sum, Load a, Load b, int shift, Load flips) implements Expr {
  public Dot {
    boolean shifts = shift == 128 && a.type() == DType.I8 || shift == -128 && a.type() == DType.U8;
    if (shift != 0 && (!shifts || sum.type().isFloat())) {
      throw new IllegalArgumentException("dot of " + a.type() + " shifted by " + shift);
    }
    if (flips != null && (shift != 0 || flips.type() != DType.I8 || b.type() != DType.I8)) {
      throw new IllegalArgumentException("dot of " + b.type() + " flipped by " + flips.type());
    }
    if (count < 1 || a.indices().isEmpty() || b.indices().isEmpty()) {
      throw new IllegalArgumentException("dot of " + count + " neighbours of " + a + " and " + b);
    }
  }

  public Dot(int count, Expr sum, Load a, Load b) {
    this(count, sum, a, b, 0, null);
  }

  public Dot(int count, Expr sum, Load a, Load b, int shift) {
    this(count, sum, a, b, shift, null);
  }

  /** The sum, then what is loaded. */
  public List<Expr> parts() {
    return flips == null ? List.of(sum, a, b) : List.of(sum, a, b, flips);
  }

  @Override
  public DType type() {
    return sum.type();
  }

  /** The same as products that are added one after the other. */
  public Expr expand() {
    Expr total = sum;
    for (int g = 0; g < count; g++) {
      Expr left = neighbour(a, g).cast(type());
      left = shift == 0 ? left : left.plus(Expr.of(type(), shift));
      total = total.plus(left.times(right(g).cast(type())));
    }
    return total;
  }

  private Expr right(int distance) {
    Expr right = neighbour(b, distance);
    return flips == null
        ? right
        : Expr.binary(Binary.Function.XOR, right, neighbour(flips, distance));
  }

  private static Load neighbour(Load first, int distance) {
    List<Expr> indices = new ArrayList<>(first.indices());
    int last = indices.size() - 1;
    indices.set(last, indices.get(last).plus(Expr.index(distance)));
    return new Load(first.buffer(), indices);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.dot(this);
  }
}
