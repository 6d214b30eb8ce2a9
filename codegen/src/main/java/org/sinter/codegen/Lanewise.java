package org.sinter.codegen;

import java.util.Arrays;
import java.util.function.Function;

/** Does lane by lane what has no vector form. */
final class Lanewise {
  private Lanewise() {}

  static Operand each(
      Body body, String type, Function<Operand[], Operand> function, Operand... operands) {
    int lanes = Arrays.stream(operands).mapToInt(Operand::lanes).max().orElseThrow();
    if (lanes == 1) {
      return function.apply(operands);
    }
    Operand result = new Operand(type, lanes, "poison");
    for (int i = 0; i < lanes; i++) {
      int lane = i;
      Operand[] scalars =
          Arrays.stream(operands).map(x -> body.lane(x, lane)).toArray(Operand[]::new);
      result = insert(body, result, function.apply(scalars), i);
    }
    return result;
  }

  static Operand insert(Body body, Operand vector, Operand scalar, int lane) {
    return body.assign(
        vector.type(),
        vector.lanes(),
        "insertelement " + vector.typed() + ", " + scalar.typed() + ", i64 " + lane);
  }
}
