package org.sinter.ir.interp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.function.LongUnaryOperator;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.NarrowFloat;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Select;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/**
 * Compiles expressions to closures. Floats are computed in double and rounded to their type after
 * each function, as native code does: a bucket's edge must fall on the same side.
 */
final class Evaluator implements Expr.Visitor<Code> {
  private final String where;
  private final Map<String, Long> symbols;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<Buffer, Storage> buffers = new HashMap<>();
  private int size;

  /** Where a buffer lies: {@code base} is the slot of an offset into the memory, or -1. */
  record Storage(Memory memory, int base) {}

  /** {@code symbols} may gain entries while code runs. */
  Evaluator(String where, Map<String, Long> symbols) {
    this.where = where;
    this.symbols = symbols;
  }

  /** A frame for all slots declared so far. */
  long[] frame() {
    return new long[size];
  }

  int slot() {
    return size++;
  }

  /** The slot of a declared variable. */
  int slot(Var variable) {
    Integer slot = slots.get(variable.name());
    if (slot == null) {
      throw new IllegalStateException(where + ": unknown variable " + variable.name());
    }
    return slot;
  }

  /** Binds a variable to a new slot; {@link #undeclare} with the returned old slot ends it. */
  Integer declare(Var variable, int slot) {
    return slots.put(variable.name(), slot);
  }

  void undeclare(Var variable, Integer old) {
    if (old == null) {
      slots.remove(variable.name());
    } else {
      slots.put(variable.name(), old);
    }
  }

  Storage bind(Buffer buffer, Storage storage) {
    return buffers.put(buffer, storage);
  }

  void unbind(Buffer buffer, Storage old) {
    if (old == null) {
      buffers.remove(buffer);
    } else {
      buffers.put(buffer, old);
    }
  }

  Storage storage(Buffer buffer) {
    Storage storage = buffers.get(buffer);
    if (storage == null) {
      throw new IllegalStateException(where + ": unknown buffer " + buffer);
    }
    return storage;
  }

  Code compile(Expr e) {
    return e.accept(this);
  }

  Code[] compile(List<Expr> list) {
    return list.stream().map(this::compile).toArray(Code[]::new);
  }

  @Override
  public Code constant(Const e) {
    if (e.type().isFloat()) {
      double value = Bits.round(e.type(), e.value().doubleValue());
      return (Code.Real) f -> value;
    }
    long value = Bits.wrap(e.type(), e.value().longValue());
    return (Code.Whole) f -> value;
  }

  @Override
  public Code variable(Var e) {
    int at = slot(e);
    return (Code.Whole) f -> f[at];
  }

  @Override
  public Code size(Size e) {
    if (symbols.keySet().containsAll(e.dim().symbols())) {
      long value = e.dim().evaluate(symbols::get);
      return (Code.Whole) f -> value;
    }
    return (Code.Whole) f -> e.dim().evaluate(this::symbol);
  }

  long symbol(String name) {
    Long value = symbols.get(name);
    if (value == null) {
      throw new IllegalStateException(where + ": symbol " + name + " has no value");
    }
    return value;
  }

  @Override
  public Code load(Load e) {
    Storage storage = storage(e.buffer());
    Memory memory = storage.memory();
    Code[] indices = compile(e.indices());
    int base = storage.base();
    if (e.type().isFloat()) {
      return base < 0
          ? (Code.Real) f -> memory.real(memory.at(indices, f))
          : (Code.Real) f -> memory.real(f[base] + memory.at(indices, f));
    }
    return base < 0
        ? (Code.Whole) f -> memory.integer(memory.at(indices, f))
        : (Code.Whole) f -> memory.integer(f[base] + memory.at(indices, f));
  }

  @Override
  public Code unary(Unary e) {
    Code x = compile(e.value());
    DType type = e.type();
    if (!type.isFloat()) {
      LongUnaryOperator function = Integers.unary(type, e.function());
      return (Code.Whole) f -> Bits.wrap(type, function.applyAsLong(x.integer(f)));
    }
    DoubleUnaryOperator function = Reals.unary(e.function());
    return rounded(type, f -> function.applyAsDouble(x.real(f)));
  }

  @Override
  public Code binary(Binary e) {
    Code a = compile(e.a());
    Code b = compile(e.b());
    DType type = e.a().type();
    if (type.isFloat()) {
      return e.function().isComparison()
          ? comparison(e.function(), a, b)
          : rounded(type, real(e.function(), a, b));
    }
    if (type == DType.I64 && e.function() == Binary.Function.ADD) {
      return (Code.Whole) f -> a.integer(f) + b.integer(f);
    }
    if (type == DType.I64 && e.function() == Binary.Function.MUL) {
      return (Code.Whole) f -> a.integer(f) * b.integer(f);
    }
    LongBinaryOperator function = Integers.wrapped(e.type(), Integers.binary(type, e.function()));
    return (Code.Whole) f -> function.applyAsLong(a.integer(f), b.integer(f));
  }

  private static Code.Whole comparison(Binary.Function function, Code a, Code b) {
    return switch (function) {
      case EQ -> f -> a.real(f) == b.real(f) ? 1 : 0;
      case LT -> f -> a.real(f) < b.real(f) ? 1 : 0;
      default -> f -> a.real(f) <= b.real(f) ? 1 : 0;
    };
  }

  private static Code.Real real(Binary.Function function, Code a, Code b) {
    return switch (function) {
      case ADD -> f -> a.real(f) + b.real(f);
      case SUB -> f -> a.real(f) - b.real(f);
      case MUL -> f -> a.real(f) * b.real(f);
      case DIV -> f -> a.real(f) / b.real(f);
      default -> {
        DoubleBinaryOperator other = Reals.binary(function);
        yield f -> other.applyAsDouble(a.real(f), b.real(f));
      }
    };
  }

  private static Code.Real rounded(DType type, Code.Real code) {
    return switch (type) {
      case F64 -> code;
      case F32 -> f -> (float) code.real(f);
      default -> f -> Bits.round(type, code.real(f));
    };
  }

  @Override
  public Code select(Select e) {
    Code condition = compile(e.condition());
    Code a = compile(e.a());
    Code b = compile(e.b());
    return e.type().isFloat()
        ? (Code.Real) f -> condition.integer(f) != 0 ? a.real(f) : b.real(f)
        : (Code.Whole) f -> condition.integer(f) != 0 ? a.integer(f) : b.integer(f);
  }

  @Override
  public Code cast(Cast e) {
    Code x = compile(e.value());
    DType from = e.value().type();
    DType to = e.type();
    boolean saturate = e.saturate();
    if (to.isFloat()) {
      return from.isFloat()
          ? (Code.Real) f -> round(to, saturate, x.real(f))
          : (Code.Real) f -> Integers.toReal(from, to, saturate, x.integer(f));
    }
    return from.isFloat()
        ? (Code.Whole) f -> Integers.truncate(to, x.real(f))
        : (Code.Whole) f -> Bits.wrap(to, x.integer(f));
  }

  @Override
  public Code reinterpret(Reinterpret e) {
    Code x = compile(e.value());
    DType from = e.value().type();
    DType to = e.type();
    Code.Whole bits = from.isFloat() ? f -> Integers.bits(from, x.real(f)) : x::integer;
    return to.isFloat()
        ? (Code.Real) f -> Integers.fromBits(to, bits.integer(f))
        : (Code.Whole) f -> Bits.wrap(to, bits.integer(f));
  }

  @Override
  public Code dot(Dot e) {
    return compile(e.expand());
  }

  static double round(DType type, boolean saturate, double value) {
    return switch (type) {
      case F64 -> value;
      case F32 -> (float) value;
      default -> NarrowFloat.decode(type, NarrowFloat.encode(type, value, saturate));
    };
  }
}
