package org.sinter.passes.lower;

import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;

/**
 * A product of narrow operands that are widened, {@code mat-mul (f32 (bf16 a)) (f32 (bf16 w))} or
 * {@code mat-mul (i32 (u8 a)) (i32 (i8 w))}, {@code w} a matrix known at compile time.
 *
 * @param left {@code a}, maybe in another shape; null where only {@code w} is narrow
 * @param weight {@code w}
 */
record NarrowProduct(Value left, Constant weight) {
  /** Rows of weights for whose left operand a task has room of its own. */
  private static final long LONGEST = 1 << 14;

  /** Null where the product is another one or has several matrices. */
  static NarrowProduct of(Node product) {
    Value exact = product.op() instanceof MatMul ? exact(product.input(1)) : null;
    return exact instanceof Constant w
            && w.type().dims().subList(0, w.type().rank() - 2).stream().allMatch(d -> d.is(1))
        ? new NarrowProduct(exact(Groups.home(product.input(0))), w)
        : null;
  }

  /** The narrow value whose exact copy {@code value} is, else null. */
  static Value exact(Value value) {
    if (!(value instanceof Node.Result r && r.node().op() instanceof Convert to)) {
      return null;
    }
    Value from = r.node().input(0);
    return switch (from.type().dtype()) {
      case BF16 -> to.to() == DType.F32 ? from : null;
      case I8, U8 -> to.to() == DType.I32 ? from : null;
      default -> null;
    };
  }

  /** What a value is converted from, in as many steps as there are. */
  static Value stored(Value value) {
    Value stored = value;
    while (stored instanceof Node.Result r && r.node().op() instanceof Convert) {
      stored = r.node().input(0);
    }
    return stored;
  }

  /** Neighbours of a column that lie side by side, 32 bits of them. */
  int group() {
    return 4 / weight.type().dtype().bytes();
  }

  /** Whether all products of a group are added at once; bytes always are, if not by one dot. */
  boolean addsGroups(Set<Dots> dots) {
    return left != null && (isInteger() || dots.contains(Dots.BF16));
  }

  /** What makes of the left operand one that the level's instruction takes, 128, -128 or 0. */
  int shift(Set<Dots> dots) {
    if (!isInteger() || !addsGroups(dots)) {
      return 0;
    }
    DType a = left.type().dtype();
    DType b = weight.type().dtype();
    boolean shifts =
        dots.contains(Dots.U8_I8) && a == DType.I8 && b == DType.I8
            || dots.contains(Dots.SAME_SIGN) && a != b
            || splitsSigns(dots) && a == DType.U8;
    return !shifts ? 0 : a == DType.I8 ? 128 : -128;
  }

  /** Whether the left operand is taken apart into magnitudes and signs. */
  boolean splitsSigns(Set<Dots> dots) {
    return left != null
        && dots.contains(Dots.SMALL_U8_I8)
        && weight.type().dtype() == DType.I8
        && weight.type().dim(-2).value() >= group()
        && weight.type().dim(-2).value() <= LONGEST;
  }

  private boolean isInteger() {
    return weight.type().dtype().isInteger();
  }
}
