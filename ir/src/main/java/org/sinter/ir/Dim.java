package org.sinter.ir;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * An integer expression over named symbols, kept as a sum of products {@code c * s * floordiv(a, b)
 * + ...} so that equal dims are equal objects as far as polynomial algebra can tell.
 */
public final class Dim {
  /** More terms than this are refused: real models stay below ten. */
  private static final int MAX_TERMS = 256;

  /** Longer text is refused, so that neither depth nor size of a dim can explode. */
  private static final int MAX_LENGTH = 4096;

  public static final Dim ZERO = of(0);
  public static final Dim ONE = of(1);

  private final TreeMap<Product, Long> terms;
  private final String text;

  private Dim(TreeMap<Product, Long> terms) {
    if (terms.size() > MAX_TERMS) {
      throw new IllegalArgumentException("dim has more than " + MAX_TERMS + " terms");
    }
    this.terms = terms;
    this.text = print(terms);
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("dim is longer than " + MAX_LENGTH + " characters");
    }
  }

  public static Dim of(long value) {
    TreeMap<Product, Long> terms = new TreeMap<>();
    if (value != 0) {
      terms.put(Product.ONE, value);
    }
    return new Dim(terms);
  }

  /** A symbol whose value is at least 1. */
  public static Dim symbol(String name) {
    return atom(new Atom.Symbol(name, 1));
  }

  /** A symbol whose value may be 0: measured at run time, or a length that may be empty. */
  public static Dim symbolFromZero(String name) {
    return atom(new Atom.Symbol(name, 0));
  }

  /** The product of all, 1 when there are none. */
  public static Dim product(List<Dim> dims) {
    Dim product = ONE;
    for (Dim dim : dims) {
      product = product.times(dim);
    }
    return product;
  }

  private static Dim atom(Atom atom) {
    TreeMap<Product, Long> terms = new TreeMap<>();
    terms.put(new Product(List.of(atom)), 1L);
    return new Dim(terms);
  }

  public boolean isConstant() {
    return terms.isEmpty() || (terms.size() == 1 && terms.containsKey(Product.ONE));
  }

  public boolean is(long value) {
    return isConstant() && value() == value;
  }

  /** The value of a constant dim. */
  public long value() {
    if (!isConstant()) {
      throw new IllegalStateException("dim " + text + " is not constant");
    }
    return terms.isEmpty() ? 0 : terms.get(Product.ONE);
  }

  /** The symbol's name when this dim is one symbol alone, else null. */
  public String symbolName() {
    if (terms.size() != 1 || terms.firstEntry().getValue() != 1) {
      return null;
    }
    List<Atom> atoms = terms.firstKey().atoms();
    return atoms.size() == 1 && atoms.get(0) instanceof Atom.Symbol s ? s.name() : null;
  }

  public Dim plus(Dim other) {
    TreeMap<Product, Long> sum = new TreeMap<>(terms);
    other.terms.forEach((product, c) -> add(sum, product, c));
    return new Dim(sum);
  }

  public Dim plus(long other) {
    return plus(of(other));
  }

  public Dim minus(Dim other) {
    return plus(other.times(-1));
  }

  public Dim minus(long other) {
    return plus(-other);
  }

  public Dim times(Dim other) {
    TreeMap<Product, Long> result = new TreeMap<>();
    terms.forEach(
        (p, c) -> other.terms.forEach((q, d) -> add(result, p.times(q), Math.multiplyExact(c, d))));
    return new Dim(result);
  }

  public Dim times(long other) {
    return times(of(other));
  }

  private static void add(TreeMap<Product, Long> sum, Product product, long c) {
    long total = Math.addExact(sum.getOrDefault(product, 0L), c);
    if (total == 0) {
      sum.remove(product);
    } else {
      sum.put(product, total);
    }
  }

  /** {@code floor(this / other)}; exact division is carried out on the polynomials. */
  public Dim floorDiv(Dim other) {
    if (other.is(0)) {
      throw new IllegalArgumentException("division of dim " + text + " by zero");
    }
    if (isConstant() && other.isConstant()) {
      return of(Math.floorDiv(value(), other.value()));
    }
    Dim exact = exactQuotient(other);
    if (exact != null) {
      return exact;
    }
    if (other.isConstant() && other.value() > 0) {
      return splitFloorDiv(other.value());
    }
    return atom(new Atom.Apply("floordiv", this, other));
  }

  /** {@code floordiv(4*s + 3, 2) = 2*s + floordiv(3, 2)}: multiples of the divisor leave. */
  private Dim splitFloorDiv(long divisor) {
    TreeMap<Product, Long> whole = new TreeMap<>();
    TreeMap<Product, Long> rest = new TreeMap<>();
    terms.forEach(
        (p, c) -> {
          add(whole, p, Math.floorDiv(c, divisor));
          add(rest, p, Math.floorMod(c, divisor));
        });
    Dim remainder = new Dim(rest);
    Dim quotient =
        remainder.isConstant()
            ? of(Math.floorDiv(remainder.value(), divisor))
            : atom(new Atom.Apply("floordiv", remainder, of(divisor)));
    return new Dim(whole).plus(quotient);
  }

  /** Polynomial long division; null unless it leaves no remainder. */
  public Dim exactQuotient(Dim other) {
    if (other.terms.isEmpty()) {
      return null;
    }
    Dim rest = this;
    Dim quotient = ZERO;
    for (int step = 0; !rest.terms.isEmpty(); step++) {
      Product lead = rest.terms.firstKey();
      Product factor = lead.dividedBy(other.terms.firstKey());
      long c = rest.terms.get(lead);
      long d = other.terms.firstEntry().getValue();
      if (factor == null || c % d != 0 || step > MAX_TERMS) {
        return null;
      }
      TreeMap<Product, Long> term = new TreeMap<>();
      term.put(factor, c / d);
      Dim part = new Dim(term);
      quotient = quotient.plus(part);
      rest = rest.minus(part.times(other));
    }
    return quotient;
  }

  /** {@code this - other * floordiv(this, other)}, never negative for a positive {@code other}. */
  public Dim mod(Dim other) {
    if (isConstant() && other.isConstant() && !other.is(0)) {
      return of(Math.floorMod(value(), other.value()));
    }
    if (exactQuotient(other) != null) {
      return ZERO;
    }
    return atom(new Atom.Apply("mod", this, other));
  }

  public Dim min(Dim other) {
    if (lessOrEqual(other)) {
      return this;
    }
    return other.lessOrEqual(this) ? other : atom(ordered("min", this, other));
  }

  public Dim max(Dim other) {
    if (lessOrEqual(other)) {
      return other;
    }
    return other.lessOrEqual(this) ? this : atom(ordered("max", this, other));
  }

  private static Atom.Apply ordered(String function, Dim a, Dim b) {
    return a.text.compareTo(b.text) <= 0
        ? new Atom.Apply(function, a, b)
        : new Atom.Apply(function, b, a);
  }

  /** Whether {@code this <= other} for all values of the symbols. */
  public boolean lessOrEqual(Dim other) {
    return other.minus(this).lowerBound() >= 0;
  }

  /** Whether the two differ for all values of the symbols. */
  public boolean differs(Dim other) {
    Dim difference = minus(other);
    return difference.lowerBound() > 0 || difference.times(-1).lowerBound() > 0;
  }

  /** A number that no value goes below; {@code Long.MIN_VALUE} when none is known. */
  public long lowerBound() {
    return DimBounds.lower(terms);
  }

  /** The value for given symbols; overflow throws {@link ArithmeticException}. */
  public long evaluate(ToLongFunction<String> symbols) {
    long sum = 0;
    for (Map.Entry<Product, Long> term : terms.entrySet()) {
      long value = term.getValue();
      for (Atom atom : term.getKey().atoms()) {
        value = Math.multiplyExact(value, evaluate(atom, symbols));
      }
      sum = Math.addExact(sum, value);
    }
    return sum;
  }

  private static long evaluate(Atom atom, ToLongFunction<String> symbols) {
    if (atom instanceof Atom.Symbol s) {
      return symbols.applyAsLong(s.name());
    }
    Atom.Apply apply = (Atom.Apply) atom;
    long a = apply.a().evaluate(symbols);
    long b = apply.b().evaluate(symbols);
    return switch (apply.function()) {
      case "min" -> Math.min(a, b);
      case "max" -> Math.max(a, b);
      case "mod" -> b == 0 ? 0 : Math.floorMod(a, b);
      default -> b == 0 ? 0 : Math.floorDiv(a, b);
    };
  }

  /** This with every symbol replaced by what {@code symbols} gives; null keeps it. */
  public Dim substitute(Function<String, Dim> symbols) {
    return fold(
        new Algebra<Dim>() {
          @Override
          public Dim constant(long value) {
            return of(value);
          }

          @Override
          public Dim symbol(String name, long min) {
            Dim replaced = symbols.apply(name);
            return replaced == null ? atom(new Atom.Symbol(name, min)) : replaced;
          }

          @Override
          public Dim apply(String function, Dim a, Dim b) {
            return switch (function) {
              case "+" -> a.plus(b);
              case "*" -> a.times(b);
              case "min" -> a.min(b);
              case "max" -> a.max(b);
              case "mod" -> a.mod(b);
              default -> a.floorDiv(b);
            };
          }
        });
  }

  /** What a dim is turned into: sums and products of constants, symbols and functions. */
  public interface Algebra<R> {
    R constant(long value);

    R symbol(String name, long min);

    /** {@code function} is one of {@code + * floordiv mod min max}. */
    R apply(String function, R a, R b);
  }

  /** Rebuilds this dim in another algebra. */
  public <R> R fold(Algebra<R> algebra) {
    R sum = null;
    for (Map.Entry<Product, Long> term : terms.entrySet()) {
      R value = fold(algebra, term.getKey(), term.getValue());
      sum = sum == null ? value : algebra.apply("+", sum, value);
    }
    return sum == null ? algebra.constant(0) : sum;
  }

  private static <R> R fold(Algebra<R> algebra, Product product, long c) {
    R value = c == 1 && !product.atoms().isEmpty() ? null : algebra.constant(c);
    for (Atom atom : product.atoms()) {
      R factor =
          atom instanceof Atom.Symbol s
              ? algebra.symbol(s.name(), s.min())
              : algebra.apply(
                  ((Atom.Apply) atom).function(),
                  ((Atom.Apply) atom).a().fold(algebra),
                  ((Atom.Apply) atom).b().fold(algebra));
      value = value == null ? factor : algebra.apply("*", value, factor);
    }
    return value;
  }

  /** Names of all symbols, in order of appearance. */
  public Set<String> symbols() {
    Set<String> names = new LinkedHashSet<>();
    collectSymbols(names);
    return names;
  }

  private void collectSymbols(Set<String> names) {
    for (Product product : terms.keySet()) {
      for (Atom atom : product.atoms()) {
        if (atom instanceof Atom.Symbol s) {
          names.add(s.name());
        } else {
          ((Atom.Apply) atom).a().collectSymbols(names);
          ((Atom.Apply) atom).b().collectSymbols(names);
        }
      }
    }
  }

  private static String print(TreeMap<Product, Long> terms) {
    StringBuilder text = new StringBuilder();
    terms.forEach(
        (product, c) -> {
          boolean first = text.isEmpty();
          text.append(first ? (c < 0 ? "-" : "") : (c < 0 ? " - " : " + "));
          long size = Math.abs(c);
          if (product.atoms().isEmpty()) {
            text.append(size);
          } else {
            text.append(size == 1 ? "" : size + "*").append(product);
          }
        });
    return text.isEmpty() ? "0" : text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Dim d && d.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
