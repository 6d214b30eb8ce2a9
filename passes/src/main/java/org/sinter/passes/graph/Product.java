package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Combine;
import org.sinter.passes.Match;

/** A tree of products and quotients as {@code coefficient * over[0] * … / (under[0] * …)}. */
record Product(double coefficient, List<Value> over, List<Value> under) {
  private static final int MAX_DEPTH = 6;

  /** The product or quotient {@code op} of {@code in}, which need not be a value yet. */
  static Product of(Combine op, List<Value> in, Value stop) {
    Product a = of(in.get(0), stop, 1);
    Product b = of(in.get(1), stop, 1);
    return op.function() == Binary.Function.MUL
        ? a.times(b.coefficient, b.over, b.under)
        : a.times(1 / b.coefficient, b.under, b.over);
  }

  static boolean isOne(Combine op) {
    return op.function() == Binary.Function.MUL || op.function() == Binary.Function.DIV;
  }

  private static Product of(Value value, Value stop, int depth) {
    Double literal = Match.literal(value);
    if (literal != null) {
      return new Product(literal, List.of(), List.of());
    }
    Product affine = value == stop ? null : affine(value);
    if (affine != null) {
      return affine;
    }
    if (value == stop || depth > MAX_DEPTH) {
      return new Product(1, List.of(value), List.of());
    }
    Value negated = Match.operand(value, Unary.Function.NEG);
    if (negated != null) {
      return of(negated, stop, depth + 1).times(-1, List.of(), List.of());
    }
    Match.Pair product = Match.operands(value, Binary.Function.MUL);
    if (product != null) {
      Product b = of(product.second(), stop, depth + 1);
      return of(product.first(), stop, depth + 1).times(b.coefficient, b.over, b.under);
    }
    Match.Pair division = Match.operands(value, Binary.Function.DIV);
    if (division != null) {
      Product b = of(division.second(), stop, depth + 1);
      return of(division.first(), stop, depth + 1).times(1 / b.coefficient, b.under, b.over);
    }
    return new Product(1, List.of(value), List.of());
  }

  /**
   * {@code c * t + c} counts as {@code c * (t + 1)}: the factor is the tree's own {@code t + c}.
   */
  private static Product affine(Value value) {
    Match.Pair sum = Match.operands(value, Binary.Function.ADD);
    Double c = sum == null ? null : Match.literal(sum.second());
    Match.Pair scaled = c == null ? null : Match.operands(sum.first(), Binary.Function.MUL);
    boolean equal = scaled != null && c != 1 && Match.isLiteral(scaled.second(), c);
    return equal ? new Product(c, List.of(value), List.of()) : null;
  }

  private Product times(double c, List<Value> moreOver, List<Value> moreUnder) {
    List<Value> a = new ArrayList<>(over);
    List<Value> b = new ArrayList<>(under);
    a.addAll(moreOver);
    b.addAll(moreUnder);
    return new Product(coefficient * c, a, b);
  }

  /** All values below the root of the tree that are no literals. */
  static Set<Value> parts(List<Value> in) {
    Set<Value> parts = new LinkedHashSet<>();
    in.forEach(value -> collect(value, parts, 1));
    return parts;
  }

  private static void collect(Value value, Set<Value> parts, int depth) {
    if (depth > MAX_DEPTH || Match.literal(value) != null || !parts.add(value)) {
      return;
    }
    Value negated = Match.operand(value, Unary.Function.NEG);
    if (negated != null) {
      collect(negated, parts, depth + 1);
    }
    for (Binary.Function f : List.of(Binary.Function.MUL, Binary.Function.DIV)) {
      Match.Pair pair = Match.operands(value, f);
      if (pair != null) {
        collect(pair.first(), parts, depth + 1);
        collect(pair.second(), parts, depth + 1);
      }
    }
  }
}
