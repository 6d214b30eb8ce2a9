package org.sinter.passes.lower;

import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;

/**
 * The right operand of {@code mat-mul x (reshape (f32 codes * scales))}, {@code codes: i4[k / g, g,
 * n]} and {@code scales: f32[k / g, 1, n]} known at compile time.
 *
 * @param group g, neighbours of a column with one scale
 */
record FourBitWeight(Constant codes, Constant scales, int group) {
  /** Null where the product is another one. */
  static FourBitWeight of(Node product) {
    Value home = product.op() instanceof MatMul ? Groups.home(product.input(1)) : null;
    if (!(home instanceof Node.Result r
        && r.node().op() instanceof Combine c
        && c.function() == Binary.Function.MUL)) {
      return null;
    }
    Constant codes = codes(r.node().input(0));
    boolean fits =
        codes != null
            && r.node().input(1) instanceof Constant scales
            && areGroups(codes.type(), scales.type(), product.input(1).type());
    return fits
        ? new FourBitWeight(codes, (Constant) r.node().input(1), (int) codes.type().dim(1).value())
        : null;
  }

  /** The bytes that the product's left operand is an exact copy of, if a level's dots take them. */
  static Value bytes(Node product, Set<Dots> dots) {
    boolean adds = dots.contains(Dots.U8_I8) || dots.contains(Dots.SMALL_U8_I8);
    Value left = adds && of(product) != null ? Groups.home(product.input(0)) : null;
    return left instanceof Node.Result r
            && r.node().op() instanceof Convert to
            && to.to() == DType.F32
            && r.node().input(0).type().dtype() == DType.U8
        ? r.node().input(0)
        : null;
  }

  /** The constant that {@code value} widens, or null. */
  private static Constant codes(Value value) {
    boolean widens =
        value instanceof Node.Result r
            && r.node().op() instanceof Convert to
            && to.to() == DType.F32
            && r.node().input(0).type().dtype() == DType.I4;
    return widens && ((Node.Result) value).node().input(0) instanceof Constant c ? c : null;
  }

  private static boolean areGroups(TensorType codes, TensorType scales, TensorType matrix) {
    return codes.rank() == 3
        && scales.rank() == 3
        && codes.dim(1).value() % FourBitCodes.IN_WORD == 0
        && scales.dim(0).equals(codes.dim(0))
        && scales.dim(1).is(1)
        && scales.dim(2).equals(codes.dim(2))
        && matrix.dim(-1).equals(codes.dim(2))
        && matrix.dim(-2).equals(codes.dim(0).times(codes.dim(1)));
  }
}
