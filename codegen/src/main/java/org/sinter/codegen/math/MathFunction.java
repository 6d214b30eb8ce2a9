package org.sinter.codegen.math;

/**
 * One function for one type: {@code exp} of {@code <16 x float>}.
 *
 * @param name one of {@link MathLibrary#names()}
 * @param element the type computed in: {@code F32} or {@code F64}
 * @param lanes 1 for a scalar
 */
public record MathFunction(String name, Element element, int lanes)
    implements Comparable<MathFunction> {
  public MathFunction {
    if (!MathLibrary.names().contains(name)) {
      throw new IllegalArgumentException("unknown math function '" + name + "'");
    }
    if (element != Element.F32 && element != Element.F64) {
      throw new IllegalArgumentException("math functions are of f32 and f64, not " + element);
    }
    if (lanes < 1 || lanes > 64) {
      throw new IllegalArgumentException("lanes out of range 1 to 64: " + lanes);
    }
  }

  /** Bits of a narrow float → a float; see {@link FloatFormat}. */
  public static MathFunction decode(String format, Element element, int lanes) {
    return new MathFunction("decode." + format, element, lanes);
  }

  /** A float → bits of a narrow float, as ONNX's Cast rounds and saturates by default. */
  public static MathFunction encode(String format, Element element, int lanes) {
    return new MathFunction("encode." + format, element, lanes);
  }

  /** What to call: {@code sinter.exp.v16f32}. */
  public String symbol() {
    return "sinter." + name + "." + element.suffix(lanes);
  }

  /** The type of the result: {@code <16 x float>}, {@code <16 x i8>}. */
  public String resultType() {
    return MathLibrary.definition(name).result(element).type(lanes);
  }

  /** The type of every parameter. */
  public String parameterType() {
    return MathLibrary.definition(name).parameter(element).type(lanes);
  }

  /** How many parameters: 1, and 2 of {@code pow} and {@code fmod}. */
  public int arity() {
    return MathLibrary.definition(name).arity();
  }

  @Override
  public int compareTo(MathFunction other) {
    return symbol().compareTo(other.symbol());
  }
}
