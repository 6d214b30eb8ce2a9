package org.sinter.codegen;

import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;

/** Floats of 16 bits and fewer: codes in memory, {@code float} in registers. */
record NarrowFloats(Body body, CpuLevel level, DType type) {
  /** The value nearest to {@code value} that the type has. */
  Operand round(Operand value, boolean saturate) {
    return decode(encode(value, saturate));
  }

  Operand decode(Operand raw) {
    return MathCall.decode(body, type.toString(), raw);
  }

  /** The code of a float or double; only formats of 8 bits can saturate. */
  Operand encode(Operand value, boolean saturate) {
    boolean choice = type.bits() == 8 && !saturate;
    String format = type + (choice ? ".unsaturated" : "");
    Operand code = MathCall.encode(body, format, Operand.memory(type), value);
    return type == DType.F8E8M0 ? scale(value, saturate, code) : code;
  }

  /** Powers of two from 2^-127 on: nothing below, and no negative numbers. */
  private Operand scale(Operand value, boolean saturate, Operand code) {
    Operand least = Operand.real(value.type(), 0x1p-127);
    Operand atLeast =
        body.select(body.compare("ole", value, least), Operand.integer("i8", 0), code);
    Operand zero = Operand.real(value.type(), 0);
    Operand outside = body.compare(saturate ? "olt" : "ole", value, zero);
    return body.select(outside, Operand.integer("i8", -1), atLeast);
  }
}
