package org.sinter.codegen;

import java.util.Arrays;
import java.util.Locale;
import org.sinter.codegen.math.Element;
import org.sinter.codegen.math.MathFunction;

/** Calls of the math library. */
final class MathCall {
  private MathCall() {}

  /** {@code function} of floats, by its name in the kernel level: {@code EXP}, {@code FMOD}. */
  static Operand of(Body body, String function, Operand... operands) {
    String name = function.toLowerCase(Locale.ROOT);
    return call(body, name, operands[0].type(), operands[0].type(), operands);
  }

  /** The float that the code {@code raw} of a narrow format stands for. */
  static Operand decode(Body body, String format, Operand raw) {
    return call(body, "decode." + format, "float", "float", raw);
  }

  /** The code of a float in a narrow format, an integer of type {@code memory}. */
  static Operand encode(Body body, String format, String memory, Operand value) {
    return call(body, "encode." + format, value.type(), memory, value);
  }

  private static Operand call(
      Body body, String name, String computed, String result, Operand... operands) {
    int lanes = Arrays.stream(operands).mapToInt(Operand::lanes).max().orElseThrow();
    Element element = computed.equals("double") ? Element.F64 : Element.F32;
    MathFunction function = new MathFunction(name, element, lanes);
    body.declarations().add(function);
    return body.call(function.symbol(), result, lanes, operands);
  }
}
