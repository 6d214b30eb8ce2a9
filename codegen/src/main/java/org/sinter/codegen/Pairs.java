package org.sinter.codegen;

import java.util.ArrayList;
import java.util.List;
import org.sinter.codegen.target.Capability;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;

/**
 * Two bf16 neighbours in each lane, read as one i32: the first is its low half. A half becomes f32
 * by one instruction, {@code pair << 16} or {@code pair & 0xffff0000}.
 */
record Pairs(Expressions expressions) {
  private static final long HIGH_HALF = -1L << 16;

  private Body body() {
    return expressions.body();
  }

  /**
   * {@code buffer[.., g]} for a constant {@code g} where the lanes' pairs {@code buffer[.., 0..1]}
   * follow each other; null elsewhere.
   */
  Operand half(Load e) {
    int last = e.indices().size() - 1;
    boolean pairs =
        e.type() == DType.BF16
            && last > 0
            && e.buffer().type().dim(last).is(2)
            && e.indices().get(last) instanceof Const;
    if (!pairs || expressions.scope().lanes() == null || expressions.scope().mask() != null) {
      return null;
    }
    List<Expr> first = new ArrayList<>(e.indices());
    first.set(last, Expr.index(0));
    Operand pair = load(new Load(e.buffer(), first));
    if (pair == null || pair.lanes() == 1) {
      return null;
    }
    boolean low = ((Const) e.indices().get(last)).is(0);
    Operand bits =
        low
            ? body().binary("shl", pair, Operand.integer("i32", 16))
            : body().binary("and", pair, Operand.integer("i32", HIGH_HALF));
    return body().convert("bitcast", bits, "float");
  }

  /** {@code vdpbf16ps}: two products are added in each of 16 lanes; null where it does not fit. */
  Operand dot(Dot e) {
    Lanes lanes = expressions.scope().lanes();
    boolean fits =
        expressions.context().level().has(Capability.BF16)
            && e.count() == 2
            && e.type() == DType.F32
            && e.a().type() == DType.BF16
            && e.b().type() == DType.BF16
            && lanes != null
            && lanes.count() == 16
            && expressions.scope().mask() == null;
    Operand a = fits ? load(e.a()) : null;
    Operand b = a == null ? null : load(e.b());
    if (b == null) {
      return null;
    }
    Operand sum = body().spread(expressions.of(e.sum()), 16);
    return body()
        .assign(
            "float",
            16,
            "call <16 x float> @llvm.x86.avx512bf16.dpbf16ps.512(%s, %s, %s)"
                .formatted(sum.typed(), bf16(a), bf16(b)));
  }

  private String bf16(Operand pair) {
    Operand all = body().spread(pair, 16);
    String name = body().assign("i32", 16, "bitcast " + all.typed() + " to <32 x bfloat>").text();
    return "<32 x bfloat> " + name;
  }

  /** The pair from {@code first} on: one for all lanes, or neighbours; null where it is neither. */
  private Operand load(Load first) {
    Access access = Access.of(expressions, first.buffer(), first.indices());
    int lanes = expressions.scope().lanes().count();
    if (access.kind() == Access.Kind.SCATTERED) {
      return null;
    }
    boolean uniform = access.step().isIndex(0);
    if (!uniform && !access.step().isIndex(2)) {
      return null;
    }
    String type = Operand.vector("i32", uniform ? 1 : lanes);
    String address = access.storage().address(body(), access.offset()).text();
    return body()
        .assign("i32", uniform ? 1 : lanes, "load %s, ptr %s, align 2".formatted(type, address));
  }
}
