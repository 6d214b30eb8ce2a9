package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Unary;

class EvaluatorTest {
  private static final MathContext DIGITS = new MathContext(40);

  private static Code code(Expr e) {
    return new Evaluator("test", Map.of()).compile(e);
  }

  private static long integer(Expr e) {
    return code(e).integer(new long[0]);
  }

  private static double real(Expr e) {
    return code(e).real(new long[0]);
  }

  private static long whole(DType type, Binary.Function f, long a, long b) {
    return integer(new Binary(f, new Const(type, a), new Const(type, b)));
  }

  private static double real(Binary.Function f, double a, double b) {
    return real(new Binary(f, new Const(DType.F64, a), new Const(DType.F64, b)));
  }

  private static double real(Unary.Function f, double x) {
    return real(new Unary(f, new Const(DType.F64, x)));
  }

  /** {@code 2 / sqrt(pi) * sum of (-1)^n x^(2n + 1) / (n! (2n + 1))} in 60 digits. */
  private static double erf(double x) {
    MathContext digits = new MathContext(60);
    BigDecimal square = new BigDecimal(x).pow(2);
    BigDecimal power = new BigDecimal(x);
    BigDecimal sum = BigDecimal.ZERO;
    for (int n = 0; n < 250; n++) {
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * n + 1), digits));
      power = power.multiply(square).negate().divide(BigDecimal.valueOf(n + 1L), digits);
    }
    BigDecimal pi = new BigDecimal("3.14159265358979323846264338327950288419716939937510");
    return sum.multiply(BigDecimal.valueOf(2)).divide(pi.sqrt(digits), digits).doubleValue();
  }

  @Test
  void erfIsExactToDoublePrecision() {
    for (double x = -6.5; x < 6.5; x += 0.037) {
      double expected = erf(x);
      assertEquals(expected, real(Unary.Function.ERF, x), 6e-16 * Math.abs(expected), "" + x);
    }
    assertEquals(2e-300 / Math.sqrt(Math.PI), Erf.erf(1e-300), 1e-315);
    assertEquals(1, Erf.erf(Double.POSITIVE_INFINITY));
    assertEquals(-0.0, Erf.erf(-0.0));
    assertEquals(Double.NaN, Erf.erf(Double.NaN));
  }

  @Test
  void inverseHyperbolicsInvert() {
    for (double x : new double[] {-3, -1e-9, 0, 0.1, 2, 300}) {
      assertEquals(x, Math.sinh(real(Unary.Function.ASINH, x)), 1e-13 * Math.abs(x));
    }
    assertEquals(-Math.log(2e200), real(Unary.Function.ASINH, -1e200), 1e-12);
    assertEquals(2, Math.cosh(real(Unary.Function.ACOSH, 2)), 1e-15);
    assertEquals(0.3, Math.tanh(real(Unary.Function.ATANH, 0.3)), 1e-16);
    assertEquals(Double.POSITIVE_INFINITY, real(Unary.Function.ATANH, 1));
    assertEquals(Double.NaN, real(Unary.Function.ACOSH, 0.5));
  }

  @Test
  void realCornerCases() {
    assertEquals(1, real(Binary.Function.POW, 1, Double.NaN));
    assertEquals(1, real(Binary.Function.POW, -1, Double.NEGATIVE_INFINITY));
    assertEquals(Double.NaN, real(Binary.Function.POW, -8, 1.0 / 3));
    assertEquals(Double.NaN, real(Binary.Function.MIN, Double.NaN, 1));
    assertEquals(Double.NaN, real(Binary.Function.MAX, 1, Double.NaN));
    assertEquals(1.5, real(Binary.Function.MOD, -2.5, 4));
    assertEquals(-2.5, real(Binary.Function.REM, -2.5, 4));
    assertEquals(-1, real(Binary.Function.FLOOR_DIV, -2.5, 4));
    assertEquals(2, real(Unary.Function.ROUND, 2.5));
    assertEquals(-2, real(Unary.Function.TRUNC, -2.5));
    assertThrows(IllegalArgumentException.class, () -> real(Binary.Function.XOR, 1, 2));
  }

  @Test
  void floatsRoundToTheirTypeAfterEachFunction() {
    Expr big = new Const(DType.F16, 2048.0);
    Expr one = new Const(DType.F16, 1.0);
    assertEquals(2048, real(big.plus(one).plus(one)));
    Expr wide = new Const(DType.F32, (double) (1 << 24));
    Expr small = new Const(DType.F32, 1.0);
    assertEquals(1 << 24, real(wide.plus(small).plus(small)));
    Expr wider = new Const(DType.F64, (double) (1 << 24));
    assertEquals((1 << 24) + 1, real(wider.plus(new Const(DType.F64, 1.0))));
    assertEquals((float) 0.1, real(new Const(DType.F32, 0.1)));
  }

  @Test
  void integersOfEveryWidthAgreeWithBigIntegers() {
    Random random = new Random(3);
    for (DType type : DType.values()) {
      for (int i = 0; type.isInteger() && i < 2000; i++) {
        long a = operand(random, type);
        long b = operand(random, type);
        BigInteger x = big(type, a);
        BigInteger y = big(type, b);
        String where = type + ": " + x + ", " + y;
        for (Binary.Function f : Binary.Function.values()) {
          BigInteger expected = expected(f, x, y, type.bits());
          if (expected != null) {
            boolean bool = f.isComparison();
            long kept = bool ? expected.longValue() : keep(type, expected);
            assertEquals(kept, whole(type, f, a, b), f + " " + where);
          }
        }
      }
    }
  }

  private static long operand(Random random, DType type) {
    long[] special = {0, 1, -1, 2, 3, 7, Long.MIN_VALUE, Long.MAX_VALUE, 1L << (type.bits() - 1)};
    long raw = random.nextBoolean() ? random.nextLong() : special[random.nextInt(special.length)];
    return keep(type, BigInteger.valueOf(raw));
  }

  /** The low bits of a number, extended as the type is. */
  private static long keep(DType type, BigInteger value) {
    BigInteger low = value.mod(BigInteger.ONE.shiftLeft(type.bits()));
    boolean negative = type.kind() == DType.Kind.SIGNED && low.testBit(type.bits() - 1);
    return (negative ? low.subtract(BigInteger.ONE.shiftLeft(type.bits())) : low).longValue();
  }

  private static BigInteger big(DType type, long value) {
    BigInteger x = BigInteger.valueOf(value);
    return type == DType.U64 ? x.mod(BigInteger.ONE.shiftLeft(64)) : x;
  }

  private static BigInteger expected(Binary.Function f, BigInteger a, BigInteger b, int bits) {
    boolean zero = b.signum() == 0;
    return switch (f) {
      case ADD -> a.add(b);
      case SUB -> a.subtract(b);
      case MUL -> a.multiply(b);
      case DIV -> zero ? BigInteger.ZERO : a.divide(b);
      case REM -> zero ? BigInteger.ZERO : a.remainder(b);
      case FLOOR_DIV -> zero ? BigInteger.ZERO : a.subtract(mod(a, b)).divide(b);
      case MOD -> zero ? BigInteger.ZERO : mod(a, b);
      case POW -> b.signum() < 0 ? null : a.modPow(b, BigInteger.ONE.shiftLeft(bits));
      case MIN -> a.min(b);
      case MAX -> a.max(b);
      case AND -> a.and(b);
      case OR -> a.or(b);
      case XOR -> a.xor(b);
      case SHL -> shifts(b, bits) ? a.shiftLeft(b.intValue()) : BigInteger.ZERO;
      case SHR -> a.shiftRight(shifts(b, bits) ? b.intValue() : 64);
      case EQ -> a.equals(b) ? BigInteger.ONE : BigInteger.ZERO;
      case LT -> a.compareTo(b) < 0 ? BigInteger.ONE : BigInteger.ZERO;
      case LE -> a.compareTo(b) <= 0 ? BigInteger.ONE : BigInteger.ZERO;
    };
  }

  private static BigInteger mod(BigInteger a, BigInteger b) {
    BigInteger rest = a.remainder(b);
    return rest.signum() * b.signum() < 0 ? rest.add(b) : rest;
  }

  private static boolean shifts(BigInteger by, int bits) {
    return by.signum() >= 0 && by.compareTo(BigInteger.valueOf(bits)) < 0;
  }

  private static long cast(DType to, double value) {
    return integer(new Cast(to, true, new Const(DType.F64, value)));
  }

  @Test
  void castsSaturate() {
    assertEquals(-1, cast(DType.U64, 1e30));
    assertEquals(Long.MIN_VALUE + 2048, cast(DType.U64, 0x1p63 + 2048));
    assertEquals(0, cast(DType.U64, -3));
    assertEquals(0, cast(DType.U64, Double.NaN));
    assertEquals(Long.MAX_VALUE, cast(DType.I64, 1e30));
    assertEquals(-8, cast(DType.I4, -100));
    assertEquals(15, cast(DType.U4, 100));
    assertEquals(0, cast(DType.I8, Double.NaN));
    assertEquals(1, cast(DType.BOOL, 0.25));
    assertEquals(1, cast(DType.BOOL, Double.NaN));
  }

  @Test
  void castsOfLongsRoundOnce() {
    Random random = new Random(4);
    for (int i = 0; i < 1000; i++) {
      long bits = random.nextLong();
      for (DType type : new DType[] {DType.I64, DType.U64}) {
        Expr value = new Const(type, bits);
        BigDecimal exact = new BigDecimal(big(type, bits), DIGITS);
        assertEquals(exact.doubleValue(), real(new Cast(DType.F64, true, value)));
        assertEquals(exact.floatValue(), real(new Cast(DType.F32, true, value)));
      }
    }
    Expr tie = new Const(DType.U64, 0x8000008000000001L);
    assertEquals((double) 0x8000010000000000L + 0x1p64, real(new Cast(DType.F32, true, tie)));
  }

  @Test
  void narrowFloatsSaturateOnlyWhenTold() {
    Expr big = new Const(DType.F32, 1e6);
    assertEquals(448, real(new Cast(DType.F8E4M3FN, true, big)));
    assertEquals(Double.NaN, real(new Cast(DType.F8E4M3FN, false, big)));
    assertEquals(Double.POSITIVE_INFINITY, real(new Cast(DType.F16, true, big)));
  }

  @Test
  void reinterpretsBits() {
    assertEquals(0xbf800000L, integer(new Reinterpret(DType.U32, new Const(DType.F32, -1.0))));
    assertEquals(-1.0, real(new Reinterpret(DType.F32, new Const(DType.I32, 0xbf800000L))));
    assertEquals(255, integer(new Reinterpret(DType.U8, new Const(DType.I8, -1))));
    Expr one = new Const(DType.F32, 1.0);
    assertThrows(IllegalArgumentException.class, () -> new Reinterpret(DType.I64, one));
  }
}
