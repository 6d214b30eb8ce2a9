package org.sinter.frontend.onnx;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
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

/** Evaluates one element's expression over what import knows; null: not known. */
final class Fold implements Expr.Visitor<Scalar> {
  private final Map<String, Long> variables;
  private final BiFunction<Integer, long[], Scalar> inputs;
  private final Decide decide;

  /** {@code inputs} gives the element of an input (by number) at an index. */
  Fold(Map<String, Long> variables, BiFunction<Integer, long[], Scalar> inputs, Decide decide) {
    this.variables = variables;
    this.inputs = inputs;
    this.decide = decide;
  }

  @Override
  public Scalar constant(Const e) {
    return e.type().isFloat()
        ? new Scalar.Real(e.value().doubleValue())
        : Scalar.of(Dim.of(e.value().longValue()));
  }

  @Override
  public Scalar variable(Var e) {
    return Scalar.of(Dim.of(variables.get(e.name())));
  }

  @Override
  public Scalar size(Size e) {
    return Scalar.of(e.dim());
  }

  @Override
  public Scalar load(Load e) {
    long[] at = new long[e.indices().size()];
    for (int i = 0; i < at.length; i++) {
      Scalar index = e.indices().get(i).accept(this);
      if (index == null || !index.isConstant()) {
        return null;
      }
      at[i] = index.dim().value();
    }
    return inputs.apply(Integer.parseInt(e.buffer().name().substring(2)), at);
  }

  @Override
  public Scalar unary(Unary e) {
    Scalar value = e.value().accept(this);
    return value == null ? null : UnaryFold.apply(e.function(), e.type(), value);
  }

  @Override
  public Scalar binary(Binary e) {
    Scalar a = e.a().accept(this);
    Scalar b = e.b().accept(this);
    if (a == null || b == null) {
      return null;
    }
    return new BinaryFold(e.a().type(), decide).apply(e.function(), a, b);
  }

  @Override
  public Scalar select(Select e) {
    Scalar condition = e.condition().accept(this);
    if (condition == null) {
      return null;
    }
    return (condition.dim().is(0) ? e.b() : e.a()).accept(this);
  }

  @Override
  public Scalar cast(Cast e) {
    Scalar value = e.value().accept(this);
    return value == null ? null : cast(e.value().type(), e.type(), value);
  }

  @Override
  public Scalar reinterpret(Reinterpret e) {
    return null;
  }

  @Override
  public Scalar dot(Dot e) {
    return null;
  }

  private Scalar cast(DType from, DType to, Scalar value) {
    if (value instanceof Scalar.Real r) {
      return to.isFloat() ? new Scalar.Real(Bits.round(to, r.value())) : truncate(to, r.value());
    }
    if (to == DType.BOOL) {
      Dim zero = value.dim();
      Scalar isZero = zero == null ? null : decide.equal(zero, Dim.ZERO);
      return isZero == null ? null : Scalar.of(isZero.dim().is(0));
    }
    if (to.isFloat()) {
      return value.isConstant() ? new Scalar.Real(Bits.round(to, value.real())) : value;
    }
    return integer(from, to, (Scalar.Exact) value);
  }

  private Scalar integer(DType from, DType to, Scalar.Exact value) {
    if (value.isConstant()) {
      return from == DType.U64 ? null : Scalar.of(Dim.of(Bits.wrap(to, value.dim().value())));
    }
    Scalar whole = UnaryFold.apply(Unary.Function.TRUNC, from, value);
    return whole != null && to.bits() >= 32 ? whole : null;
  }

  private static Scalar truncate(DType to, double value) {
    if (to == DType.BOOL) {
      return Scalar.of(value != 0);
    }
    double largest = Math.scalb(1.0, Math.min(62, to.bits() - 1)) - 1;
    return Math.abs(value) > largest ? null : Scalar.of(Dim.of((long) value));
  }

  /** The elements of a list as inputs want them. */
  static Scalar element(List<Scalar> elements, List<Dim> dims, long[] at) {
    long flat = 0;
    for (int i = 0; i < at.length; i++) {
      long size = dims.get(i).value();
      if (at[i] < 0 || at[i] >= size) {
        return null;
      }
      flat = flat * size + at[i];
    }
    return elements.get((int) flat);
  }
}
