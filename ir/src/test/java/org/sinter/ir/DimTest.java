package org.sinter.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DimTest {
  private static final Dim A = Dim.symbol("a");
  private static final Dim B = Dim.symbol("b");
  private static final Dim Z = Dim.symbolFromZero("z");

  /** A random dim over a, b, z, beside what it should be for {@code values}. */
  private record Sample(Dim dim, long value) {}

  private static Sample sample(Random random, Map<String, Long> values, int depth) {
    if (depth == 0 || random.nextInt(5) == 0) {
      return leaf(random, values);
    }
    Sample x = sample(random, values, depth - 1);
    Sample y = sample(random, values, depth - 1);
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Sample(x.dim.plus(y.dim), x.value + y.value);
      case 2 -> new Sample(x.dim.minus(y.dim), x.value - y.value);
      case 3 -> new Sample(x.dim.times(y.dim), x.value * y.value);
      case 4 -> new Sample(x.dim.min(y.dim), Math.min(x.value, y.value));
      case 5 -> new Sample(x.dim.max(y.dim), Math.max(x.value, y.value));
      case 6 ->
          y.value == 0 ? x : new Sample(x.dim.floorDiv(y.dim), Math.floorDiv(x.value, y.value));
      default -> y.value == 0 ? x : new Sample(x.dim.mod(y.dim), Math.floorMod(x.value, y.value));
    };
  }

  private static Sample leaf(Random random, Map<String, Long> values) {
    List<Dim> symbols = List.of(A, B, Z);
    int which = random.nextInt(6);
    if (which < 3) {
      Dim dim = symbols.get(which);
      return new Sample(dim, values.get(dim.symbolName()));
    }
    long constant = random.nextInt(9) - 2;
    return new Sample(Dim.of(constant), constant);
  }

  private static Map<String, Long> values(Random random) {
    return Map.of(
        "a", 1L + random.nextInt(6), "b", 1L + random.nextInt(6), "z", (long) random.nextInt(4));
  }

  @Test
  void evaluationCommutesWithAlgebra() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      Map<String, Long> values = values(random);
      Sample sample = sample(random, values, 4);
      assertEquals(
          sample.value, sample.dim.evaluate(values::get), "seed " + seed + ": " + sample.dim);
    }
  }

  @Test
  void substitutionCommutesWithEvaluation() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      Map<String, Long> values = values(random);
      Dim dim = sample(random, values, 3).dim;
      Dim other = dim.substitute(s -> s.equals("a") ? B.times(2).plus(Z) : null);
      Map<String, Long> inner =
          Map.of(
              "a",
              2 * values.get("b") + values.get("z"),
              "b",
              values.get("b"),
              "z",
              values.get("z"));
      if (nonZeroDivisors(dim, inner)) {
        assertEquals(
            dim.evaluate(inner::get),
            other.evaluate(values::get),
            seed + ": " + dim + ", " + other);
      }
    }
  }

  /** Division by zero has a value, but algebra need not keep it. */
  private static boolean nonZeroDivisors(Dim dim, Map<String, Long> values) {
    boolean[] fine = {true};
    dim.fold(
        new Dim.Algebra<Long>() {
          @Override
          public Long constant(long value) {
            return value;
          }

          @Override
          public Long symbol(String name, long min) {
            return values.get(name);
          }

          @Override
          public Long apply(String function, Long a, Long b) {
            boolean divides = function.equals("mod") || function.equals("floordiv");
            fine[0] &= !divides || b != 0;
            return switch (function) {
              case "+" -> a + b;
              case "*" -> a * b;
              case "min" -> Math.min(a, b);
              case "max" -> Math.max(a, b);
              case "mod" -> b == 0 ? 0 : Math.floorMod(a, b);
              default -> b == 0 ? 0 : Math.floorDiv(a, b);
            };
          }
        });
    return fine[0];
  }

  @Test
  void proofsAreNeverWrong() {
    int proven = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      Map<String, Long> values = values(random);
      Sample x = sample(random, values, 2);
      Sample y = sample(random, values, 2);
      String where = "seed " + seed + ": " + x.dim + " and " + y.dim + " for " + values;
      if (x.dim.lessOrEqual(y.dim)) {
        proven++;
        assertTrue(x.value <= y.value, where);
      }
      if (x.dim.differs(y.dim)) {
        proven++;
        assertNotEquals(x.value, y.value, where);
      }
      assertFalse(x.dim.equals(y.dim) && x.value != y.value, where);
      assertTrue(x.dim.lowerBound() <= x.value, where);
      Dim exact = y.value == 0 ? null : x.dim.exactQuotient(y.dim);
      assertTrue(exact == null || exact.evaluate(values::get) * y.value == x.value, where);
    }
    assertTrue(proven > 5_000, "only " + proven + " proofs");
  }

  @Test
  void equalPolynomialsAreEqual() {
    Dim left = A.plus(B).times(A.minus(B));
    Dim right = A.times(A).minus(B.times(B));
    assertEquals(left, right);
    assertEquals(left.hashCode(), right.hashCode());
    assertEquals("a*a - b*b", left.toString());
    assertEquals(A.plus(B), left.floorDiv(A.minus(B)));
    assertEquals(A.times(2).plus(1), A.times(4).plus(3).floorDiv(Dim.of(2)));
    assertEquals("floordiv(a + 1, 2) + 1", A.plus(3).floorDiv(Dim.of(2)).toString());
    assertEquals(Dim.ZERO, A.times(B).mod(B));
    assertNull(A.plus(1).exactQuotient(A));
    assertEquals(A, A.min(A.plus(B)));
    assertEquals(A.plus(Z), A.max(A.plus(Z)));
    assertFalse(Z.differs(Dim.ZERO));
    assertTrue(A.differs(Dim.ZERO));
  }

  @Test
  void refusesWhatExplodes() {
    Dim[] dim = {A};
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            dim[0] = dim[0].plus(1).times(dim[0].mod(B)).floorDiv(Dim.of(3));
          }
        });
    Dim[] deep = {A};
    assertThrows(
        IllegalArgumentException.class,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            deep[0] = deep[0].plus(1).floorDiv(Dim.of(2)).min(B);
          }
        });
    assertThrows(IllegalArgumentException.class, () -> A.floorDiv(Dim.ZERO));
    assertThrows(ArithmeticException.class, () -> Dim.of(Long.MAX_VALUE).plus(1));
  }

  @Test
  void knowsOneSymbolAlone() {
    assertEquals("a", A.symbolName());
    assertNull(A.plus(1).symbolName());
    assertNull(A.times(A).symbolName());
    assertEquals(List.of("a", "z"), List.copyOf(A.min(Z.plus(5)).times(A).symbols()));
  }
}
