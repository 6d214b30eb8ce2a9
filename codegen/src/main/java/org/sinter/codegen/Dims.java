package org.sinter.codegen;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Binary;

/** Values of dims, each computed once where {@code body} stands. */
final class Dims {
  private final Body body;
  private final Function<String, Operand> symbols;
  private final Map<Dim, Operand> known = new HashMap<>();

  Dims(Body body, Function<String, Operand> symbols) {
    this.body = body;
    this.symbols = symbols;
  }

  Operand of(Dim dim) {
    Operand value = known.get(dim);
    if (value == null) {
      value = dim.fold(new Instructions());
      known.put(dim, value);
    }
    return value;
  }

  private final class Instructions implements Dim.Algebra<Operand> {
    @Override
    public Operand constant(long value) {
      return Operand.index(value);
    }

    @Override
    public Operand symbol(String name, long min) {
      return symbols.apply(name);
    }

    @Override
    public Operand apply(String function, Operand a, Operand b) {
      Division division = new Division(body, "i64", true);
      return switch (function) {
        case "+" -> Index.add(body, a, b);
        case "*" -> Index.multiply(body, a, b);
        case "min" -> body.intrinsic("smin", a, b);
        case "max" -> body.intrinsic("smax", a, b);
        case "mod" -> division.of(Binary.Function.MOD, a, b);
        default -> division.of(Binary.Function.FLOOR_DIV, a, b);
      };
    }
  }
}
