package org.sinter.ir;

import java.util.Map;

/** Where a dim lies while every measured symbol goes from 0 to its bound. */
record Extent(Dim least, Dim most) {
  static Extent of(Dim dim, Map<String, Dim> measured) {
    return dim.fold(new Ranges(measured));
  }

  private static Extent exact(Dim dim) {
    return new Extent(dim, dim);
  }

  private boolean isExact() {
    return least.equals(most);
  }

  private boolean isPositive(long from) {
    return least.lowerBound() >= from;
  }

  private Extent negated() {
    return new Extent(most.times(-1), least.times(-1));
  }

  /** Of anything whose absolute value is at most this one's. */
  private Extent magnitude() {
    Dim largest = most.max(least.times(-1));
    return new Extent(largest.times(-1), largest);
  }

  private record Ranges(Map<String, Dim> measured) implements Dim.Algebra<Extent> {
    @Override
    public Extent constant(long value) {
      return exact(Dim.of(value));
    }

    @Override
    public Extent symbol(String name, long min) {
      Dim bound = measured.get(name);
      return bound == null
          ? exact(min == 0 ? Dim.symbolFromZero(name) : Dim.symbol(name))
          : new Extent(Dim.ZERO, of(bound, measured).most());
    }

    @Override
    public Extent apply(String function, Extent a, Extent b) {
      return switch (function) {
        case "+" -> new Extent(a.least.plus(b.least), a.most.plus(b.most));
        case "*" -> times(a, b);
        case "min" -> new Extent(a.least.min(b.least), a.most.min(b.most));
        case "max" -> new Extent(a.least.max(b.least), a.most.max(b.most));
        case "mod" -> mod(a, b);
        default -> floorDiv(a, b);
      };
    }

    private static Extent times(Extent a, Extent b) {
      if (a.isExact() && a.least.isConstant()) {
        Dim x = b.least.times(a.least);
        Dim y = b.most.times(a.least);
        return a.least.value() < 0 ? new Extent(y, x) : new Extent(x, y);
      }
      if (a.isPositive(0) && b.isPositive(0)) {
        return new Extent(a.least.times(b.least), a.most.times(b.most));
      }
      if (a.most.times(-1).lowerBound() >= 0) {
        return times(a.negated(), b).negated();
      }
      return exact(a.magnitude().most.times(b.magnitude().most)).magnitude();
    }

    private static Extent mod(Extent a, Extent b) {
      return a.isExact() && b.isExact()
          ? exact(a.least.mod(b.least))
          : new Extent(b.magnitude().least, b.magnitude().most);
    }

    private static Extent floorDiv(Extent a, Extent b) {
      if (b.isExact() && b.isPositive(1)) {
        return new Extent(a.least.floorDiv(b.least), a.most.floorDiv(b.least));
      }
      return a.isPositive(0) && b.isPositive(0) ? new Extent(Dim.ZERO, a.most) : a.magnitude();
    }
  }
}
