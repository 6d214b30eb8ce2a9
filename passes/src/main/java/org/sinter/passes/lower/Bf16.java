package org.sinter.passes.lower;

import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;

/** Products in bf16: {@code mat-mul (f32 a) (f32 w)}, {@code w} a matrix known at compile time. */
final class Bf16 {
  private Bf16() {}

  /** {@code w}, or null where the product is another one or has several matrices. */
  static Constant weight(Node product) {
    Value exact = product.op() instanceof MatMul ? exact(product.input(1)) : null;
    return exact instanceof Constant w
            && w.type().dims().subList(0, w.type().rank() - 2).stream().allMatch(d -> d.is(1))
        ? w
        : null;
  }

  /** {@code a}, maybe in another shape, of a product with such a weight; null where not bf16. */
  static Value activation(Node product) {
    return weight(product) == null ? null : exact(Groups.home(product.input(0)));
  }

  /** The bf16 value whose copy in f32 {@code value} is, else null. */
  static Value exact(Value value) {
    boolean widened =
        value instanceof Node.Result r
            && r.node().op() instanceof Convert to
            && to.to() == DType.F32
            && r.node().input(0).type().dtype() == DType.BF16;
    return widened ? ((Node.Result) value).node().input(0) : null;
  }
}
