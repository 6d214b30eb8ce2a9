package org.sinter.codegen;

import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Cast;

/** Casts between registers: floats round to nearest even, float to integer saturates. */
record Conversion(Body body, CpuLevel level, Cast cast) {
  Operand of(Operand value) {
    DType from = cast.value().type();
    DType to = cast.type();
    if (to == DType.BOOL) {
      return truth(from, value);
    }
    if (from.isFloat()) {
      return to.isFloat() ? toFloat(from, value) : toInteger(value);
    }
    return to.isFloat() ? toFloat(from, value) : fromInteger(from, value);
  }

  private Operand truth(DType from, Operand value) {
    if (from == DType.BOOL) {
      return value;
    }
    return body.compare(from.isFloat() ? "une" : "ne", value, Operand.number(value.type(), 0));
  }

  /** Through double where the value may not fit single precision, so that it is rounded once. */
  private Operand toFloat(DType from, Operand value) {
    DType to = cast.type();
    if (to.bits() >= 32) {
      return plainFloat(from, value, Operand.register(to));
    }
    boolean exact = from.isFloat() ? from.bits() <= 32 : from.bits() <= 16;
    Operand wide = plainFloat(from, value, exact || from == DType.BOOL ? "float" : "double");
    return new NarrowFloats(body, level, to).round(wide, cast.saturate());
  }

  private Operand plainFloat(DType from, Operand value, String to) {
    return switch (from.kind()) {
      case FLOAT -> body.convert(to.equals("double") ? "fpext" : "fptrunc", value, to);
      case SIGNED -> body.convert("sitofp", value, to);
      default -> body.convert("uitofp", value, to);
    };
  }

  private Operand toInteger(Operand value) {
    DType to = cast.type();
    boolean signed = to.kind() == DType.Kind.SIGNED;
    String register = Operand.register(to);
    Operand whole = saturated(signed ? "fptosi" : "fptoui", value, register);
    if (to.bits() >= 32) {
      return whole;
    }
    long most = (1L << (signed ? to.bits() - 1 : to.bits())) - 1;
    Operand bounded =
        body.intrinsic(signed ? "smin" : "umin", whole, Operand.integer(register, most));
    return signed ? body.intrinsic("smax", bounded, Operand.integer(register, -most - 1)) : bounded;
  }

  private Operand saturated(String instruction, Operand value, String register) {
    Operand result = new Operand(register, value.lanes(), "");
    String name = "llvm." + instruction + ".sat." + result.suffix() + "." + value.suffix();
    return body.call(name, register, value.lanes(), value);
  }

  private Operand fromInteger(DType from, Operand value) {
    String register = Operand.register(cast.type());
    boolean wider = register.equals("i64");
    boolean signed = from.kind() == DType.Kind.SIGNED;
    String instruction = wider || from == DType.BOOL ? (signed ? "sext" : "zext") : "trunc";
    return new IntegerFunctions(body, cast.type()).wrap(body.convert(instruction, value, register));
  }
}
