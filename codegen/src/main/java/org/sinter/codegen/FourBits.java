package org.sinter.codegen;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sinter.codegen.target.Capability;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;

/**
 * Four bits of a word as a float, {@code cast(f32, word << up >> 28)}: with AVX-512 looked up in a
 * register that holds all sixteen values, instead of two shifts and a conversion.
 */
record FourBits(Expressions expressions) {
  private static final String VALUES =
      IntStream.range(0, 16)
          .mapToObj(i -> "float " + (i < 8 ? i : i - 16) + ".0")
          .collect(Collectors.joining(", ", "<16 x float> <", ">"));

  /** Null where it is no such cast. */
  Operand of(Cast e) {
    Lanes lanes = expressions.scope().lanes();
    boolean fits =
        e.type() == DType.F32
            && e.value().type() == DType.I32
            && lanes != null
            && lanes.count() == 16
            && expressions.context().level().has(Capability.AVX512);
    Expr top = fits ? shifted(e.value(), Binary.Function.SHR) : null;
    boolean signed = top != null && ((Const) ((Binary) e.value()).b()).is(28);
    Expr word = signed ? shifted(top, Binary.Function.SHL) : null;
    long up = word == null ? 0 : ((Const) ((Binary) top).b()).value().longValue();
    if (word == null || lanes.isUniform(word) || up < 0 || up > 28) {
      return null;
    }
    Body body = expressions.body();
    Operand index = body.binary("lshr", expressions.of(word), Operand.integer("i32", 28 - up));
    String call = "call <16 x float> @llvm.x86.avx512.permvar.sf.512(%s, %s)";
    return body.assign("float", 16, call.formatted(VALUES, index.typed()));
  }

  /** What is shifted so by a constant, or null. */
  private static Expr shifted(Expr e, Binary.Function shift) {
    return e instanceof Binary b && b.function() == shift && b.b() instanceof Const ? b.a() : null;
  }
}
