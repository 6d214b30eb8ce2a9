package org.sinter.codegen;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** A vector loop, and how expressions in it depend on its variable. */
final class Lanes implements Expr.Visitor<Long> {
  /** What {@link #coefficient} gives for expressions that are not affine. */
  static final long NOT_AFFINE = Long.MIN_VALUE;

  private final Var variable;
  private final int count;
  private final Set<Buffer> copied = new HashSet<>();
  private final Map<Expr, Long> known = new IdentityHashMap<>();

  Lanes(Var variable, int count) {
    this.variable = variable;
    this.count = count;
  }

  Var variable() {
    return variable;
  }

  int count() {
    return count;
  }

  /** Notes that each lane has its own copy of {@code buffer}. */
  void copy(Buffer buffer) {
    copied.add(buffer);
  }

  boolean isUniform(Expr e) {
    return coefficient(e) == 0;
  }

  /** {@code c} where the expression is {@code c * variable + uniform}, else {@link #NOT_AFFINE}. */
  long coefficient(Expr e) {
    Long value = known.get(e);
    if (value == null) {
      value = e.accept(this);
      known.put(e, value);
    }
    return value;
  }

  @Override
  public Long constant(Const e) {
    return 0L;
  }

  @Override
  public Long variable(Var e) {
    return e.equals(variable) ? 1L : 0L;
  }

  @Override
  public Long size(Size e) {
    return 0L;
  }

  @Override
  public Long load(Load e) {
    return copied.contains(e.buffer()) ? NOT_AFFINE : zeroIfUniform(e.indices());
  }

  @Override
  public Long unary(Unary e) {
    return zeroIfUniform(List.of(e.value()));
  }

  @Override
  public Long binary(Binary e) {
    long a = coefficient(e.a());
    long b = coefficient(e.b());
    if (a == 0 && b == 0) {
      return 0L;
    }
    boolean affine =
        Operand.register(e.a().type()).equals("i64") && a != NOT_AFFINE && b != NOT_AFFINE;
    return switch (e.function()) {
      case ADD -> affine ? a + b : NOT_AFFINE;
      case SUB -> affine ? a - b : NOT_AFFINE;
      case MUL -> affine ? product(e, a, b) : NOT_AFFINE;
      default -> NOT_AFFINE;
    };
  }

  private static long product(Binary e, long a, long b) {
    if (e.b() instanceof Const c) {
      return a * c.value().longValue();
    }
    return e.a() instanceof Const c ? b * c.value().longValue() : NOT_AFFINE;
  }

  @Override
  public Long select(Select e) {
    return zeroIfUniform(List.of(e.condition(), e.a(), e.b()));
  }

  @Override
  public Long cast(Cast e) {
    return zeroIfUniform(List.of(e.value()));
  }

  private long zeroIfUniform(List<Expr> parts) {
    return parts.stream().allMatch(this::isUniform) ? 0 : NOT_AFFINE;
  }

  @Override
  public Long reinterpret(Reinterpret e) {
    return zeroIfUniform(List.of(e.value()));
  }

  @Override
  public Long dot(Dot e) {
    return zeroIfUniform(e.parts());
  }
}
