package org.sinter.codegen;

import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Unary;

/** Casts between registers: floats round to nearest even, float to integer truncates. */
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

  /** What is converted: rounding to even is done by the conversion where it can be. */
  static Expr operand(Cast cast) {
    return rounds(cast) ? ((Unary) cast.value()).value() : cast.value();
  }

  private static boolean rounds(Cast cast) {
    return cast.value() instanceof Unary u
        && u.function() == Unary.Function.ROUND
        && u.type() == DType.F32
        && cast.type().isInteger()
        && cast.type().bits() <= 32
        && cast.type() != DType.U32;
  }

  /** Bounded while still a float, since vectors of floats have no saturating conversion. */
  private Operand toInteger(Operand value) {
    DType to = cast.type();
    boolean signed = to.kind() == DType.Kind.SIGNED;
    if (to.bits() > 32) {
      return saturated(signed ? "fptosi" : "fptoui", value, "i64");
    }
    if (!cast.saturate()) {
      return whole(value);
    }
    double top = Math.scalb(1.0, signed ? to.bits() - 1 : to.bits());
    double most =
        to.bits() == 32 && value.type().equals("float") ? Math.nextDown((float) top) : top - 1;
    Operand number = signed ? zeroForNan(value) : value;
    Operand inside = whole(bounded(bounded(number, "ogt", signed ? -top : 0), "olt", most));
    if (most == top - 1) {
      return inside;
    }
    Operand above = body.compare("oge", value, Operand.real(value.type(), top));
    return body.select(above, Operand.integer("i32", signed ? Integer.MAX_VALUE : -1), inside);
  }

  private Operand zeroForNan(Operand value) {
    return body.select(body.compare("ord", value, value), value, Operand.real(value.type(), 0));
  }

  /** The bound where the value is beyond it, or a NaN. */
  private Operand bounded(Operand value, String inside, double bound) {
    Operand limit = Operand.real(value.type(), bound);
    return body.select(body.compare(inside, value, limit), value, limit);
  }

  /** Of a number in range. */
  private Operand whole(Operand value) {
    if (rounds(cast)) {
      String name = "llvm.lrint." + new Operand("i32", value.lanes(), "").suffix();
      return body.call(name + "." + value.suffix(), "i32", value.lanes(), value);
    }
    Operand raw = body.convert(cast.type() == DType.U32 ? "fptoui" : "fptosi", value, "i32");
    return cast.saturate() ? raw : body.assign("i32", raw.lanes(), "freeze " + raw.typed());
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
