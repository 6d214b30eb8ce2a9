package org.sinter.codegen.math;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sinter.codegen.target.CpuLevel;

/**
 * The body of one function as LLVM IR text: each method appends an instruction for all lanes.
 *
 * <p>Every lane does the same IEEE operations in the same order, so a result does not depend on the
 * number of lanes; {@link #fma} is the only one that differs between CPU levels.
 */
final class Code {
  private final StringBuilder text = new StringBuilder();
  private final Set<String> helpers = new TreeSet<>();
  private final int lanes;
  private final CpuLevel level;
  private int next;

  Code(int lanes, CpuLevel level) {
    this.lanes = lanes;
    this.level = level;
  }

  int lanes() {
    return lanes;
  }

  CpuLevel level() {
    return level;
  }

  String text() {
    return text.toString();
  }

  /** The definitions of the scalar functions that the text calls. */
  Set<String> helpers() {
    return helpers;
  }

  // Constants.

  Value f32(double value) {
    return constant(Element.F32, "0x%016X".formatted(Double.doubleToRawLongBits((float) value)));
  }

  Value f64(double value) {
    return constant(Element.F64, "0x%016X".formatted(Double.doubleToRawLongBits(value)));
  }

  /** {@code value} in the type of {@code like}. */
  Value number(Value like, double value) {
    return like.type() == Element.F32 ? f32(value) : f64(value);
  }

  Value integer(Element type, long value) {
    return constant(type, String.valueOf(value));
  }

  private Value constant(Element type, String value) {
    return new Value(lanes == 1 ? value : "splat (" + type.type(1) + " " + value + ")", type);
  }

  // Arithmetic: floats or integers by the type of the operands.

  Value add(Value a, Value b) {
    return binary(a.type().isFloat() ? "fadd" : "add", a, b);
  }

  Value sub(Value a, Value b) {
    return binary(a.type().isFloat() ? "fsub" : "sub", a, b);
  }

  Value mul(Value a, Value b) {
    return binary(a.type().isFloat() ? "fmul" : "mul", a, b);
  }

  Value div(Value a, Value b) {
    return binary("fdiv", a, b);
  }

  Value binary(String op, Value a, Value b) {
    return emit(a.type(), op + " " + typed(a) + ", " + b.text());
  }

  /** {@code a * b + c}, rounded once where the level has the instruction. */
  Value fma(Value a, Value b, Value c) {
    return level.hasFma() ? intrinsic("fma", a, b, c) : add(mul(a, b), c);
  }

  /** {@code c - a * b}. */
  Value fnma(Value a, Value b, Value c) {
    return level.hasFma() ? intrinsic("fma", neg(a), b, c) : sub(c, mul(a, b));
  }

  Value neg(Value a) {
    return emit(a.type(), "fneg " + typed(a));
  }

  /** {@code c[0] + c[1] x + c[2] x^2 + …}. */
  Value polynomial(Value x, double... coefficients) {
    Value sum = number(x, coefficients[coefficients.length - 1]);
    for (int i = coefficients.length - 2; i >= 0; i--) {
      sum = fma(sum, x, number(x, coefficients[i]));
    }
    return sum;
  }

  /** {@code llvm.<name>} of operands of one type. */
  Value intrinsic(String name, Value... operands) {
    Element type = operands[0].type();
    return call("llvm." + name + "." + type.suffix(lanes), type, operands);
  }

  Value abs(Value a) {
    return intrinsic("fabs", a);
  }

  Value call(String function, Element result, Value... operands) {
    String arguments = Arrays.stream(operands).map(this::typed).collect(Collectors.joining(", "));
    return emit(result, "call " + result.type(lanes) + " @" + function + "(" + arguments + ")");
  }

  // Comparison and choice.

  /**
   * A comparison of floats, {@code olt}, {@code une} …, or of integers, {@code slt}, {@code eq}.
   */
  Value compare(String predicate, Value a, Value b) {
    String op = a.type().isFloat() ? "fcmp " : "icmp ";
    return emit(Element.I1, op + predicate + " " + typed(a) + ", " + b.text());
  }

  Value select(Value condition, Value a, Value b) {
    return emit(a.type(), "select " + typed(condition) + ", " + typed(a) + ", " + typed(b));
  }

  Value and(Value a, Value b) {
    return binary("and", a, b);
  }

  Value or(Value a, Value b) {
    return binary("or", a, b);
  }

  // Conversion.

  /** The bits of a float as an integer of the same size. */
  Value bits(Value a) {
    return convert("bitcast", a, a.type().integer());
  }

  /** The float that has these bits. */
  Value fromBits(Value a) {
    return convert("bitcast", a, a.type().floating());
  }

  Value convert(String op, Value a, Element to) {
    return emit(to, op + " " + typed(a) + " to " + to.type(lanes));
  }

  // Text of any other form.

  Value emit(Element type, String instruction) {
    Value result = new Value("%v" + next++, type);
    text.append("  ").append(result.text()).append(" = ").append(instruction).append('\n');
    return result;
  }

  void line(String line) {
    text.append(line).append('\n');
  }

  /** Says that the text calls a function that {@code definition} defines. */
  void need(String definition) {
    helpers.add(definition);
  }

  int label() {
    return next++;
  }

  String type(Value value) {
    return value.type().type(lanes);
  }

  String typed(Value value) {
    return type(value) + " " + value.text();
  }
}
