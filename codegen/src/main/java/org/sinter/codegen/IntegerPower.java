package org.sinter.codegen;

import org.sinter.ir.DType;

/** {@code a^b} of integers by squaring; a negative {@code b} gives {@code 1 / a^-b}, truncated. */
final class IntegerPower {
  private static final String TEXT =
      """
      define internal TYPE @NAME(TYPE %a, TYPE %b) {
      entry:
        %negative = icmp slt TYPE %b, 0
        %inverse = and i1 %negative, SIGNED
        br i1 %inverse, label %reciprocal, label %loop
      reciprocal:
        %one = icmp eq TYPE %a, 1
        %minus = icmp eq TYPE %a, -1
        %bit = and TYPE %b, 1
        %even = icmp eq TYPE %bit, 0
        %evenMinus = and i1 %minus, %even
        %isOne = or i1 %one, %evenMinus
        %other = select i1 %minus, TYPE -1, TYPE 0
        %small = select i1 %isOne, TYPE 1, TYPE %other
        ret TYPE %small
      loop:
        %result = phi TYPE [ 1, %entry ], [ %product, %step ]
        %square = phi TYPE [ %a, %entry ], [ %nextSquare, %step ]
        %rest = phi TYPE [ %b, %entry ], [ %nextRest, %step ]
        %done = icmp eq TYPE %rest, 0
        br i1 %done, label %end, label %step
      step:
        %low = and TYPE %rest, 1
        %odd = icmp ne TYPE %low, 0
        %factor = select i1 %odd, TYPE %square, TYPE 1
        %product = mul TYPE %result, %factor
        %nextSquare = mul TYPE %square, %square
        %nextRest = lshr TYPE %rest, 1
        br label %loop
      end:
        ret TYPE %result
      }
      """;

  private IntegerPower() {}

  static Operand call(Body body, DType type, Operand a, Operand b) {
    String register = Operand.register(type);
    boolean signed = type.kind() == DType.Kind.SIGNED;
    String name = "power_" + (signed ? "" : "u") + register;
    body.declarations().define(name, () -> text(name, register, signed));
    return Lanewise.each(body, register, x -> body.call(name, register, 1, x), a, b);
  }

  private static String text(String name, String register, boolean signed) {
    return TEXT.replace("NAME", name)
        .replace("TYPE", register)
        .replace("SIGNED", String.valueOf(signed));
  }
}
