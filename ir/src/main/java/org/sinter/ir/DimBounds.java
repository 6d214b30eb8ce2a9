package org.sinter.ir;

import java.util.Map;

/** Bounds of sums of products whose symbols are at least 0 or 1; they saturate at 64 bits. */
final class DimBounds {
  private DimBounds() {}

  /** A number that no value of the sum goes below; {@code Long.MIN_VALUE}: none is known. */
  static long lower(Map<Product, Long> terms) {
    long bound = 0;
    long positive = 0;
    boolean hasPositive = false;
    for (Map.Entry<Product, Long> term : terms.entrySet()) {
      long c = term.getValue();
      long low = lowerBound(term.getKey());
      if (term.getKey().atoms().isEmpty()) {
        bound = saturatedAdd(bound, c);
      } else if (c > 0 && low >= 0) {
        hasPositive = true;
        positive = saturatedAdd(positive, saturatedTimes(c, low));
      } else {
        long high = c < 0 ? upperBound(term.getKey()) : Long.MAX_VALUE;
        if (high == Long.MAX_VALUE) {
          return Long.MIN_VALUE;
        }
        bound = saturatedAdd(bound, saturatedTimes(c, high));
      }
    }
    return hasPositive ? saturatedAdd(bound, positive) : bound;
  }

  private static long lowerBound(Product product) {
    long bound = 1;
    for (Atom atom : product.atoms()) {
      long low = lowerBound(atom);
      if (low < 0) {
        return Long.MIN_VALUE;
      }
      bound = saturatedTimes(bound, low);
    }
    return bound;
  }

  private static long lowerBound(Atom atom) {
    if (atom instanceof Atom.Symbol s) {
      return s.min();
    }
    Atom.Apply apply = (Atom.Apply) atom;
    long a = apply.a().lowerBound();
    long b = apply.b().lowerBound();
    return switch (apply.function()) {
      case "min" -> Math.min(a, b);
      case "max" -> Math.max(a, b);
      case "mod" -> b > 0 ? 0 : Long.MIN_VALUE;
      default ->
          a >= 0 && b > 0
              ? (apply.b().isConstant() ? Math.floorDiv(a, apply.b().value()) : 0)
              : Long.MIN_VALUE;
    };
  }

  private static long upperBound(Product product) {
    if (product.atoms().size() == 1 && product.atoms().get(0) instanceof Atom.Apply apply) {
      if (apply.function().equals("mod") && apply.b().isConstant() && apply.b().value() > 0) {
        return apply.b().value() - 1;
      }
      if (apply.function().equals("min") && apply.a().isConstant()) {
        return apply.a().value();
      }
      if (apply.function().equals("min") && apply.b().isConstant()) {
        return apply.b().value();
      }
    }
    return Long.MAX_VALUE;
  }

  private static long saturatedAdd(long a, long b) {
    long sum = a + b;
    return ((a ^ sum) & (b ^ sum)) < 0 ? (a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : sum;
  }

  private static long saturatedTimes(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
      return low;
    }
    return (a < 0) == (b < 0) ? Long.MAX_VALUE : Long.MIN_VALUE;
  }
}
