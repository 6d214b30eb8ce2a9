package org.sinter.codegen;

import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;

/** Elements between memory and registers: narrow floats are single precision, integers extended. */
record MemoryForm(Body body, CpuLevel level, DType type) {
  Operand toRegister(Operand raw) {
    return switch (type) {
      case F64, F32 -> raw;
      case BOOL -> body.compare("ne", raw, Operand.integer("i8", 0));
      default ->
          type.isFloat()
              ? new NarrowFloats(body, level, type).decode(raw)
              : new IntegerFunctions(body, type).wrap(extended(raw));
    };
  }

  private Operand extended(Operand raw) {
    boolean signed = type.kind() == DType.Kind.SIGNED;
    return body.convert(signed ? "sext" : "zext", raw, Operand.register(type));
  }

  Operand toMemory(Operand value) {
    String memory = Operand.memory(type);
    return switch (type) {
      case F64, F32 -> value;
      case BOOL -> body.convert("zext", value, memory);
      default ->
          type.isFloat()
              ? new NarrowFloats(body, level, type).encode(value, true)
              : body.convert("trunc", value, memory);
    };
  }
}
