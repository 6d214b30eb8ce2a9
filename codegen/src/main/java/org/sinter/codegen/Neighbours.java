package org.sinter.codegen;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;

/**
 * Narrow neighbours that fill 32 bits, two bf16 or four bytes, in each lane read as one i32: the
 * first is its lowest part. A part becomes a value by one or two instructions, as {@code word <<
 * 16} or {@code word & 0xffff0000} for bf16.
 */
record Neighbours(Expressions expressions) {
  private Body body() {
    return expressions.body();
  }

  /** How many of a type fill 32 bits; 0: it is none of those that are read so. */
  private static int inWord(DType type) {
    return switch (type) {
      case BF16 -> 2;
      case I8, U8, I4 -> 4;
      default -> 0;
    };
  }

  /**
   * {@code buffer[.., g]} for a constant {@code g} where the lanes' words {@code buffer[.., 0 ..]}
   * follow each other; null elsewhere.
   */
  Operand part(Load e) {
    int last = e.indices().size() - 1;
    int count = inWord(e.type());
    boolean fits =
        count > 0
            && last > 0
            && e.buffer().type().dim(last).is(count)
            && e.indices().get(last) instanceof Const;
    if (!fits || expressions.scope().lanes() == null || expressions.scope().mask() != null) {
      return null;
    }
    List<Expr> first = new ArrayList<>(e.indices());
    first.set(last, Expr.index(0));
    Operand word = word(new Load(e.buffer(), first));
    return word == null || word.lanes() == 1
        ? null
        : part(e.type(), word, ((Const) e.indices().get(last)).value().intValue());
  }

  private Operand part(DType type, Operand word, int index) {
    return switch (type) {
      case BF16 ->
          body().convert("bitcast", index == 0 ? shift("shl", word, 16) : high(word), "float");
      case I8 -> shift("ashr", shift("shl", word, 24 - 8 * index), 24);
      default -> body().binary("and", shift("lshr", word, 8 * index), Operand.integer("i32", 255));
    };
  }

  private Operand high(Operand word) {
    return body().binary("and", word, Operand.integer("i32", -1L << 16));
  }

  private Operand shift(String instruction, Operand word, int bits) {
    return bits == 0 ? word : body().binary(instruction, word, Operand.integer("i32", bits));
  }

  /** The word from {@code first} on: one for all lanes, or neighbours; null where it is neither. */
  Operand word(Load first) {
    Access access = Access.of(expressions, first.buffer(), first.indices());
    int lanes = expressions.scope().lanes().count();
    if (access.kind() == Access.Kind.SCATTERED) {
      return null;
    }
    boolean uniform = access.step().isIndex(0);
    if (!uniform && !access.step().isIndex(inWord(first.type()))) {
      return null;
    }
    String type = Operand.vector("i32", uniform ? 1 : lanes);
    String address = access.storage().address(body(), access.offset()).text();
    int alignment = first.type().bytes();
    return body()
        .assign(
            "i32",
            uniform ? 1 : lanes,
            "load %s, ptr %s, align %d".formatted(type, address, alignment));
  }
}
