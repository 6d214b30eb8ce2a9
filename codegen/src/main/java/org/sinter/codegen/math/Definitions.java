package org.sinter.codegen.math;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The table of all functions: what computes each, and in which precision. */
final class Definitions {
  private final Map<String, Definition> all = new TreeMap<>();

  private Definitions() {}

  private interface Unary {
    Value write(Code code, Value x);
  }

  private interface Binary {
    Value write(Code code, Value x, Value y);
  }

  static Map<String, Definition> all() {
    Definitions table = new Definitions();
    table.frequent();
    table.rare();
    table.simple();
    for (FloatFormat format : FloatFormat.values()) {
      table.conversion(format);
    }
    table.conversionE8M0();
    return Map.copyOf(table.all);
  }

  private void frequent() {
    own("exp", true, Exponential::exp);
    own("exp2", true, Exponential::exp2);
    own("gelu", true, GaussianUnit::gelu);
    own("log", true, Logarithm::log);
    own("erf", true, ErrorFunction::erf);
    own("tanh", true, Hyperbolic::tanh);
    own("sin", false, Sine::sin);
    own("cos", false, Sine::cos);
  }

  private void rare() {
    inDouble("tan", Sine::tan);
    inDouble("asin", InverseSine::asin);
    inDouble("acos", InverseSine::acos);
    inDouble("atan", InverseSine::atan);
    inDouble("sinh", Hyperbolic::sinh);
    inDouble("cosh", Hyperbolic::cosh);
    inDouble("asinh", Hyperbolic::asinh);
    inDouble("acosh", Hyperbolic::acosh);
    inDouble("atanh", Hyperbolic::atanh);
    binary("pow", Power::powF32, Power::powF64);
    binary(
        "fmod",
        (c, x, y) -> narrow(c, Element.F32, Remainder.fmod(c, widen(c, x), widen(c, y))),
        Remainder::fmod);
  }

  private void simple() {
    for (String name : List.of("sqrt", "floor", "ceil", "trunc", "rint")) {
      own(name, true, (c, x) -> c.intrinsic(name, x));
    }
    own("abs", true, Code::abs);
    own(
        "sign",
        true,
        (c, x) ->
            c.select(
                c.compare("one", x, c.number(x, 0)),
                c.intrinsic("copysign", c.number(x, 1), x),
                x));
  }

  /** Written for both precisions. */
  private void own(String name, boolean isInlined, Unary body) {
    all.put(name, new Definition(1, isInlined, null, (c, element, p) -> body.write(c, p.get(0))));
  }

  /** Written in double only. */
  private void inDouble(String name, Unary body) {
    all.put(
        name,
        new Definition(
            1,
            false,
            null,
            (c, element, p) -> narrow(c, element, body.write(c, widen(c, p.get(0))))));
  }

  private void binary(String name, Binary single, Binary twice) {
    all.put(
        name,
        new Definition(
            2,
            false,
            null,
            (c, element, p) ->
                (element == Element.F32 ? single : twice).write(c, p.get(0), p.get(1))));
  }

  private void conversion(FloatFormat format) {
    Element type = format.storage();
    decode(format.id(), type, (c, x) -> Narrow.decode(c, format, x));
    encode(format.id(), type, (c, x) -> Narrow.encode(c, format, format.saturates(), x));
    if (format.saturates() && format != FloatFormat.F4E2M1) {
      encode(format.id() + ".unsaturated", type, (c, x) -> Narrow.encode(c, format, false, x));
    }
  }

  private void conversionE8M0() {
    decode("f8e8m0", Element.I8, Narrow::decodeE8M0);
    Map.of("", 0x7fffffL, ".nearest", 0x400000L, ".down", 0L)
        .forEach(
            (mode, carry) -> {
              encode("f8e8m0" + mode, Element.I8, (c, x) -> Narrow.encodeE8M0(c, true, carry, x));
              encode(
                  "f8e8m0" + mode + ".unsaturated",
                  Element.I8,
                  (c, x) -> Narrow.encodeE8M0(c, false, carry, x));
            });
  }

  private void decode(String name, Element type, Unary body) {
    all.put(
        "decode." + name,
        new Definition(
            1,
            true,
            new Definition.Stored(type, false),
            (c, element, p) -> {
              Value single = body.write(c, p.get(0));
              return element == Element.F64 ? widen(c, single) : single;
            }));
  }

  private void encode(String name, Element type, Unary body) {
    all.put(
        "encode." + name,
        new Definition(
            1,
            true,
            new Definition.Stored(type, true),
            (c, element, p) ->
                body.write(c, element == Element.F64 ? Narrow.roundToOdd(c, p.get(0)) : p.get(0))));
  }

  private static Value widen(Code c, Value x) {
    return x.type() == Element.F32 ? c.convert("fpext", x, Element.F64) : x;
  }

  private static Value narrow(Code c, Element element, Value x) {
    return element == Element.F32 ? c.convert("fptrunc", x, Element.F32) : x;
  }
}
