package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;

/** Writes arithmetic into a graph: {@code f.add(x, f.mul(y, 2))}. */
public record Formula(Graph.Builder b) {
  public Value apply(Unary.Function function, Value x) {
    return b.add(new Apply(function), x);
  }

  public Value combine(Binary.Function function, Value x, Value y) {
    return b.add(new Combine(function), x, y);
  }

  public Value add(Value x, Value y) {
    return combine(Binary.Function.ADD, x, y);
  }

  public Value add(Value x, double y) {
    return add(x, literal(x, y));
  }

  public Value sub(Value x, Value y) {
    return combine(Binary.Function.SUB, x, y);
  }

  public Value mul(Value x, Value y) {
    return combine(Binary.Function.MUL, x, y);
  }

  public Value mul(Value x, double y) {
    return mul(x, literal(x, y));
  }

  public Value div(Value x, Value y) {
    return combine(Binary.Function.DIV, x, y);
  }

  public Value equal(Value x, Value y) {
    return combine(Binary.Function.EQ, x, y);
  }

  public Value less(Value x, Value y) {
    return combine(Binary.Function.LT, x, y);
  }

  public Value lessOrEqual(Value x, Value y) {
    return combine(Binary.Function.LE, x, y);
  }

  public Value and(Value x, Value y) {
    return combine(Binary.Function.AND, x, y);
  }

  public Value not(Value x) {
    return apply(Unary.Function.NOT, x);
  }

  public Value neg(Value x) {
    return apply(Unary.Function.NEG, x);
  }

  public Value exp(Value x) {
    return apply(Unary.Function.EXP, x);
  }

  public Value sqrt(Value x) {
    return apply(Unary.Function.SQRT, x);
  }

  public Value tanh(Value x) {
    return apply(Unary.Function.TANH, x);
  }

  /** {@code 1 / (1 + exp(-x))}. */
  public Value sigmoid(Value x) {
    return div(literal(x, 1), add(exp(neg(x)), 1));
  }

  public Value where(Value condition, Value x, Value y) {
    return b.add(new Where(), condition, x, y);
  }

  public Value matMul(Value x, Value y) {
    return b.add(new MatMul(), x, y);
  }

  public Value convert(Value x, DType to) {
    return x.type().dtype() == to ? x : b.add(new Convert(to), x);
  }

  public Value transpose(Value x, List<Integer> perm) {
    return perm.equals(Transpose.identity(perm.size())) ? x : b.add(new Transpose(perm), x);
  }

  public Value reshape(Value x, List<Dim> shape) {
    return x.type().dims().equals(shape) ? x : b.add(new Reshape(shape), x);
  }

  public Value expand(Value x, List<Dim> shape) {
    return x.type().dims().equals(shape) ? x : b.add(new Expand(shape), x);
  }

  public Value reduce(Reducer reducer, Value x, int axis) {
    return b.add(new Reduce(reducer, List.of(axis), true), x);
  }

  /** Mean along {@code axis}, kept as 1. */
  public Value mean(Value x, int axis) {
    Value sum = reduce(Reducer.SUM, x, axis);
    return div(sum, size(x.type().dim(axis), x.type().dtype()));
  }

  /** A dim's value as a scalar. */
  public Value size(Dim dim, DType type) {
    if (dim.isConstant()) {
      return literal(type, dim.value());
    }
    return convert(reshape(b.add(new Dims(List.of(dim))), List.of()), type);
  }

  public Value literal(DType type, double value) {
    return b.add(Fill.scalar(type, type.isFloat() ? (Number) value : (Number) (long) value));
  }

  /** A scalar of {@code like}'s element type. */
  public Value literal(Value like, double value) {
    return literal(like.type().dtype(), value);
  }
}
