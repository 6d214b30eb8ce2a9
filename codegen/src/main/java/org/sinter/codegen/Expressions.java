package org.sinter.codegen;

import java.util.IdentityHashMap;
import java.util.Map;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
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
 * Writes the instructions of expressions, once for each object: in a vector loop a vector for what
 * differs between lanes, a scalar for what does not.
 */
final class Expressions implements Expr.Visitor<Operand> {
  private final Context context;
  private final Scope scope;
  private final Expressions outer;
  private final Map<Expr, Operand> known = new IdentityHashMap<>();
  private Expressions firstLane;

  Expressions(Context context, Scope scope) {
    this(context, scope, null);
  }

  /** Within a branch of {@code outer}, whose values may be used here but not the other way. */
  Expressions(Context context, Scope scope, Expressions outer) {
    this.context = context;
    this.scope = scope;
    this.outer = outer;
  }

  Scope scope() {
    return scope;
  }

  Context context() {
    return context;
  }

  Body body() {
    return context.body();
  }

  /** Expressions that are the same in all lanes. */
  Expressions firstLane() {
    if (scope.lanes() == null) {
      return this;
    }
    if (firstLane == null) {
      Expressions around = outer == null ? null : outer.firstLane();
      firstLane = new Expressions(context, scope.firstLane(), around);
    }
    return firstLane;
  }

  Operand of(Expr e) {
    if (scope.lanes() != null && scope.lanes().isUniform(e)) {
      return firstLane().of(e);
    }
    Operand value = find(e);
    if (value == null) {
      value = e.accept(this);
      known.put(e, value);
    }
    return value;
  }

  private Operand find(Expr e) {
    for (Expressions at = this; at != null; at = at.outer) {
      Operand value = at.known.get(e);
      if (value != null) {
        return value;
      }
    }
    return null;
  }

  /** A value that must be the same in all lanes. */
  Operand uniform(Expr e, String what) {
    Operand value = of(e);
    if (value.lanes() > 1) {
      throw new IllegalStateException(what + " differs between the lanes of a vector loop: " + e);
    }
    return value;
  }

  @Override
  public Operand constant(Const e) {
    String register = Operand.register(e.type());
    return e.type().isFloat()
        ? Operand.real(register, Bits.round(e.type(), e.value().doubleValue()))
        : Operand.integer(register, literal(e));
  }

  private static long literal(Const e) {
    long value = Bits.wrap(e.type(), e.value().longValue());
    return Operand.register(e.type()).equals("i32") ? (int) value : value;
  }

  @Override
  public Operand variable(Var e) {
    return scope.variable(e);
  }

  @Override
  public Operand size(Size e) {
    return context.dims().of(e.dim());
  }

  @Override
  public Operand load(Load e) {
    Operand part = new Neighbours(this).part(e);
    return part != null ? part : transfer(Access.of(this, e.buffer(), e.indices())).load();
  }

  Transfer transfer(Access access) {
    int lanes = scope.lanes() == null ? 1 : scope.lanes().count();
    return new Transfer(body(), context.level(), access, lanes, scope.mask());
  }

  @Override
  public Operand unary(Unary e) {
    Operand value = of(e.value());
    return switch (e.type().kind()) {
      case FLOAT -> floats(e.type()).unary(e.function(), value);
      case BOOL -> new BoolFunctions(body()).unary(e.function(), value);
      default -> new IntegerFunctions(body(), e.type()).unary(e.function(), value);
    };
  }

  @Override
  public Operand binary(Binary e) {
    DType type = e.a().type();
    if (e.function() == Binary.Function.ADD && type.isFloat() && type.bits() >= 32) {
      return sum(type, e);
    }
    Operand a = of(e.a());
    Operand b = of(e.b());
    return switch (type.kind()) {
      case FLOAT -> floats(type).binary(e.function(), a, b);
      case BOOL -> new BoolFunctions(body()).binary(e.function(), a, b);
      default -> new IntegerFunctions(body(), type).binary(e.function(), a, b);
    };
  }

  /** {@code a * b + c} is one function, in scalars as in vectors. */
  private Operand sum(DType type, Binary e) {
    if (e.a() instanceof Binary product && product.function() == Binary.Function.MUL) {
      return floats(type).multiplyAdd(of(product.a()), of(product.b()), of(e.b()));
    }
    if (e.b() instanceof Binary product && product.function() == Binary.Function.MUL) {
      return floats(type).multiplyAdd(of(product.a()), of(product.b()), of(e.a()));
    }
    return floats(type).binary(e.function(), of(e.a()), of(e.b()));
  }

  private FloatFunctions floats(DType type) {
    return new FloatFunctions(body(), context.level(), type);
  }

  @Override
  public Operand select(Select e) {
    return new Choice(this, e).value();
  }

  @Override
  public Operand cast(Cast e) {
    Operand code = new FourBits(this).of(e);
    return code != null
        ? code
        : new Conversion(body(), context.level(), e).of(of(Conversion.operand(e)));
  }

  /** Through the form in memory, where both types have the same bits. */
  @Override
  public Operand reinterpret(Reinterpret e) {
    Operand raw = new MemoryForm(body(), context.level(), e.value().type()).toMemory(of(e.value()));
    Operand other = body().convert("bitcast", raw, Operand.memory(e.type()));
    return new MemoryForm(body(), context.level(), e.type()).toRegister(other);
  }

  /** One instruction where the level has it, otherwise the products one after the other. */
  @Override
  public Operand dot(Dot e) {
    Operand value = new DotProduct(this, e).value();
    return value != null ? value : of(e.expand());
  }
}
