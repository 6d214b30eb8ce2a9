package org.sinter.codegen;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Appends instructions to the text of a function; a scalar next to a vector is spread over its
 * lanes.
 */
final class Body {
  private final StringBuilder text = new StringBuilder();
  private final Declarations declarations;
  private final String prefix;
  private String block;
  private int next;

  /** Registers and blocks are called {@code prefix} and a number. */
  Body(Declarations declarations, String prefix, String block) {
    this.declarations = declarations;
    this.prefix = prefix;
    this.block = block;
  }

  Declarations declarations() {
    return declarations;
  }

  String text() {
    return text.toString();
  }

  /** The label of the block that is being written. */
  String block() {
    return block;
  }

  void line(String line) {
    text.append("  ").append(line).append('\n');
  }

  /** A name for a block, not used before. */
  String label(String stem) {
    return stem + "." + prefix + next++;
  }

  /** Starts a block; the one before must have ended. */
  void start(String label) {
    text.append(label).append(":\n");
    block = label;
  }

  void jump(String label) {
    line("br label %" + label);
  }

  void branch(Operand condition, String then, String otherwise) {
    line("br " + condition.typed() + ", label %" + then + ", label %" + otherwise);
  }

  Operand assign(String type, int lanes, String instruction) {
    String name = "%" + prefix + next++;
    line(name + " = " + instruction);
    return new Operand(type, lanes, name);
  }

  /** {@code instruction a, b}. */
  Operand binary(String instruction, Operand a, Operand b) {
    int lanes = Math.max(a.lanes(), b.lanes());
    Operand x = spread(a, lanes);
    return assign(a.type(), lanes, instruction + " " + x.typed() + ", " + spread(b, lanes).text());
  }

  /** A comparison of floats ({@code olt}, {@code uno}) or integers ({@code slt}, {@code eq}). */
  Operand compare(String predicate, Operand a, Operand b) {
    int lanes = Math.max(a.lanes(), b.lanes());
    String operands = spread(a, lanes).typed() + ", " + spread(b, lanes).text();
    return assign("i1", lanes, (a.isFloat() ? "fcmp " : "icmp ") + predicate + " " + operands);
  }

  Operand select(Operand condition, Operand a, Operand b) {
    int lanes = Math.max(condition.lanes(), Math.max(a.lanes(), b.lanes()));
    String sides = spread(a, lanes).typed() + ", " + spread(b, lanes).typed();
    return assign(a.type(), lanes, "select " + condition.typed() + ", " + sides);
  }

  /** {@code instruction a to type}; nothing where the type is that already. */
  Operand convert(String instruction, Operand a, String type) {
    return a.type().equals(type)
        ? a
        : assign(
            type,
            a.lanes(),
            instruction + " " + a.typed() + " to " + Operand.vector(type, a.lanes()));
  }

  /** The overloaded intrinsic {@code llvm.name} of operands of one type. */
  Operand intrinsic(String name, Operand... operands) {
    int lanes = Arrays.stream(operands).mapToInt(Operand::lanes).max().orElseThrow();
    String suffix = spread(operands[0], lanes).suffix();
    return call("llvm." + name + "." + suffix, operands[0].type(), lanes, operands);
  }

  /** A call of an intrinsic or of a function that this module defines. */
  Operand call(String function, String type, int lanes, Operand... operands) {
    String arguments =
        Arrays.stream(operands)
            .map(x -> spread(x, lanes).typed())
            .collect(Collectors.joining(", "));
    String result = Operand.vector(type, lanes);
    return assign(type, lanes, "call " + result + " @" + function + "(" + arguments + ")");
  }

  /** Whether any lane holds; a scalar is itself. */
  Operand any(Operand condition) {
    if (condition.lanes() == 1) {
      return condition;
    }
    String name = "llvm.vector.reduce.or." + condition.suffix();
    return assign("i1", 1, "call i1 @" + name + "(" + condition.typed() + ")");
  }

  Operand not(Operand condition) {
    return binary("xor", condition, Operand.TRUE);
  }

  Operand lane(Operand vector, int lane) {
    return vector.lanes() == 1
        ? vector
        : assign(vector.type(), 1, "extractelement " + vector.typed() + ", i64 " + lane);
  }

  /** A scalar in every lane. */
  Operand spread(Operand a, int lanes) {
    if (a.lanes() == lanes) {
      return a;
    }
    if (a.lanes() != 1) {
      throw new IllegalStateException(a.lanes() + " lanes where " + lanes + " are needed");
    }
    if (a.isLiteral()) {
      return new Operand(a.type(), lanes, "splat (" + a.typed() + ")");
    }
    String full = Operand.vector(a.type(), lanes);
    String first =
        assign(a.type(), lanes, "insertelement " + full + " poison, " + a.typed() + ", i64 0")
            .text();
    return assign(
        a.type(),
        lanes,
        "shufflevector %s %s, %s poison, <%d x i32> zeroinitializer"
            .formatted(full, first, full, lanes));
  }

  /** The value from the block that came here. */
  Operand phi(Operand a, String fromA, Operand b, String fromB) {
    int lanes = Math.max(a.lanes(), b.lanes());
    String type = Operand.vector(a.type(), lanes);
    return assign(
        a.type(),
        lanes,
        "phi " + type + " [ " + a.text() + ", %" + fromA + " ], [ " + b.text() + ", %" + fromB
            + " ]");
  }
}
