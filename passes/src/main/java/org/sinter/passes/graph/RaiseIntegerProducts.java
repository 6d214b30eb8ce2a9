package org.sinter.passes.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Reducer;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * Products of 8-bit integers with zero points become the product that has a kernel, u8 by constant
 * i8, and corrections: {@code (q - z)(w - y) = q w8 - z * sums(w8 - y8) - y8 * sums(q)}. Exact.
 *
 * <p>Floats that are such integers times a scale of each row and of each column are multiplied as
 * integers, too: {@code ((q - z) s)((w - y) t) = (q - z)(w - y) * s * t}. That is rounded once,
 * where a sum of floats is rounded at each step.
 */
public record RaiseIntegerProducts() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    Rules rules = Rules.remarking(context);
    Map<Quantized, IntegerWeights> known = new HashMap<>();
    return rules.on(MatMul.class, (b, op, in) -> raise(b, in, rules, known)).apply(graph);
  }

  private static Value raise(
      Graph.Builder b, List<Value> in, Rules rules, Map<Quantized, IntegerWeights> known) {
    Quantized left = Quantized.of(in.get(0));
    Quantized right = Quantized.of(in.get(1));
    if (left == null || right == null || isRaised(in, left, right)) {
      return null;
    }
    if (!left.isByRow() || !right.isByColumn()) {
      return rules.missed("a scale or zero point changes within a row or column");
    }
    IntegerWeights weights = known.computeIfAbsent(right, IntegerWeights::of);
    if (weights == null) {
      return rules.missed("the right side is no matrix known at compile time");
    }
    if (isFloat(in) && mayLeave32Bits(left, right, weights.w8().type().dim(0).value())) {
      return rules.missed("a sum of such terms may leave 32 bits");
    }
    Value product = product(new Formula(b), left, weights);
    return isFloat(in) ? scaled(new Formula(b), product, left, right) : product;
  }

  private static boolean isFloat(List<Value> in) {
    return in.get(0).type().dtype() == DType.F32;
  }

  /** Terms are at most 255 * 255, or 255 * 128 where the weights have a sign and no zero point. */
  private static boolean mayLeave32Bits(Quantized left, Quantized right, long terms) {
    boolean plain = right.zero() == null && right.q().type().dtype() == DType.I8;
    long most = (1L << 31) / (255 * (plain ? 128 : 255)) - 1;
    return terms > most || !left.isBounded() || !right.isBounded();
  }

  /** {@code mat-mul (i32 u8) (i32 i8)}. */
  private static boolean isRaised(List<Value> in, Quantized left, Quantized right) {
    return !isFloat(in)
        && left.zero() == null
        && right.zero() == null
        && left.q().type().dtype() == DType.U8
        && right.q().type().dtype() == DType.I8
        && !right.transposed();
  }

  private static Value product(Formula f, Quantized left, IntegerWeights weights) {
    boolean signed = left.q().type().dtype().kind() == DType.Kind.SIGNED;
    Value wide = f.convert(left.q(), DType.I32);
    Value q = signed ? f.b().add(new Convert(DType.U8), f.add(wide, 128)) : left.q();
    q = f.convert(f.convert(q, DType.U8), DType.I32);
    Value y = f.matMul(q, f.convert(weights.w8(), DType.I32));
    Value zero = left.zero();
    if (signed) {
      zero = zero == null ? f.literal(DType.I32, 128) : f.add(zero, 128);
    }
    y = zero == null ? y : f.sub(y, f.mul(zero, weights.sums()));
    return weights.zero8() == null
        ? y
        : f.sub(y, f.mul(f.reduce(Reducer.SUM, q, -1), weights.zeros()));
  }

  /** One scale for all of the left side is multiplied with those of the columns first. */
  private static Value scaled(Formula f, Value product, Quantized left, Quantized right) {
    Value y = f.convert(product, DType.F32);
    Value columns = right.scale();
    if (columns != null && right.transposed() && columns.type().rank() > 0) {
      columns = f.reshape(columns, List.of(columns.type().size()));
    }
    boolean together = left.scale() != null && columns != null && left.scale().type().rank() == 0;
    if (together) {
      return f.mul(y, f.mul(left.scale(), columns));
    }
    y = left.scale() == null ? y : f.mul(y, left.scale());
    return columns == null ? y : f.mul(y, columns);
  }
}
