package org.sinter.codegen.math;

import java.util.List;

/** {@code fmod(x, y) = x - trunc(x / y) y}, exact: a long division of the mantissas. */
final class Remainder {
  static final String FUNCTION = "sinter.remainder.f64";
  static final String TEXT =
      """
      define internal { double } @sinter.remainder.f64(double %x, double %y) noinline {
        %xb = bitcast double %x to i64
        %yb = bitcast double %y to i64
        %xa = and i64 %xb, u0x7FFFFFFFFFFFFFFF
        %ya = and i64 %yb, u0x7FFFFFFFFFFFFFFF
        %xBad = icmp uge i64 %xa, u0x7FF0000000000000
        %yNan = icmp ugt i64 %ya, u0x7FF0000000000000
        %yZero = icmp eq i64 %ya, 0
        %bad1 = or i1 %xBad, %yNan
        %bad = or i1 %bad1, %yZero
        br i1 %bad, label %nothing, label %usual
      nothing:
        ret { double } { double 0x7FF8000000000000 }
      usual:
        %isLess = icmp ult i64 %xa, %ya
        br i1 %isLess, label %itself, label %divide
      itself:
        %same = insertvalue { double } poison, double %x, 0
        ret { double } %same
      divide:
        %xe0 = lshr i64 %xa, 52
        %ye0 = lshr i64 %ya, 52
        %xf = and i64 %xa, u0x000FFFFFFFFFFFFF
        %yf = and i64 %ya, u0x000FFFFFFFFFFFFF
        %xn = or i64 %xf, u0x0010000000000000
        %yn = or i64 %yf, u0x0010000000000000
        %xSmall = icmp eq i64 %xe0, 0
        %ySmall = icmp eq i64 %ye0, 0
        %xm = select i1 %xSmall, i64 %xf, i64 %xn
        %ym = select i1 %ySmall, i64 %yf, i64 %yn
        %xe = select i1 %xSmall, i64 1, i64 %xe0
        %ye = select i1 %ySmall, i64 1, i64 %ye0
        %first = urem i64 %xm, %ym
        %distance = sub i64 %xe, %ye
        br label %loop
      loop:
        %rest = phi i64 [ %first, %divide ], [ %less, %body ]
        %left = phi i64 [ %distance, %divide ], [ %fewer, %body ]
        %isDone = icmp eq i64 %left, 0
        br i1 %isDone, label %end, label %body
      body:
        %step = call i64 @llvm.umin.i64(i64 %left, i64 11)
        %shifted = shl i64 %rest, %step
        %less = urem i64 %shifted, %ym
        %fewer = sub i64 %left, %step
        br label %loop
      end:
        %number = sitofp i64 %rest to double
        %power = sub i64 %ye, 1075
        %half = ashr i64 %power, 1
        %other = sub i64 %power, %half
        %half1 = add i64 %half, 1023
        %other1 = add i64 %other, 1023
        %halfBits = shl i64 %half1, 52
        %otherBits = shl i64 %other1, 52
        %halfScale = bitcast i64 %halfBits to double
        %otherScale = bitcast i64 %otherBits to double
        %once = fmul double %number, %halfScale
        %twice = fmul double %once, %otherScale
        %signed = call double @llvm.copysign.f64(double %twice, double %x)
        %result = insertvalue { double } poison, double %signed, 0
        ret { double } %result
      }
      """;

  private Remainder() {}

  /** Of doubles; singles are exact doubles, and so is their remainder. */
  static Value fmod(Code c, Value x, Value y) {
    c.need(TEXT);
    return Lanes.each(c, FUNCTION, List.of(x, y), List.of(Element.F64)).get(0);
  }
}
