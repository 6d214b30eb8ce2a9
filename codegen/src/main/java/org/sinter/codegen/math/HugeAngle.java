package org.sinter.codegen.math;

/**
 * The exact reduction of a huge angle: {@code x · 2/π mod 4} in 192-bit integers.
 *
 * <p>{@code x = m 2^e} is multiplied by the 192 bits of 2/π that decide the two bits before and the
 * 190 bits behind the point; what lies above them is a multiple of four turns' quarters.
 */
final class HugeAngle {
  static final String FUNCTION = "sinter.angle.f64";

  /** The table holds 64 zero bits, then 2/π; {@code 0xC90F…} is π/2 · 2^63. */
  static final String TEXT =
      """
      @sinter.two.over.pi = internal constant [21 x i64] [i64 0, i64 u0xA2F9836E4E441529,
        i64 u0xFC2757D1F534DDC0, i64 u0xDB6295993C439041, i64 u0xFE5163ABDEBBC561,
        i64 u0xB7246E3A424DD2E0, i64 u0x06492EEA09D1921C, i64 u0xFE1DEB1CB129A73E,
        i64 u0xE88235F52EBB4484, i64 u0xE99C7026B45F7E41, i64 u0x3991D639835339F4,
        i64 u0x9C845F8BBDF9283B, i64 u0x1FF897FFDE05980F, i64 u0xEF2F118B5A0A6D1F,
        i64 u0x6D367ECF27CB09B7, i64 u0x4F463F669E5FEA2D, i64 u0x7527BAC7EBE5F17B,
        i64 u0x3D0739F78A5292EA, i64 u0x6BFB5FB11F8D5D08, i64 u0x56033046FC7B6BAB,
        i64 u0xF0CFBC209AF4361D]
      define internal { i64, double, double } @sinter.angle.f64(double %x) noinline {
        %bits = bitcast double %x to i64
        %low = and i64 %bits, u0x000FFFFFFFFFFFFF
        %m = or i64 %low, u0x0010000000000000
        %raised = lshr i64 %bits, 52
        %exponent = and i64 %raised, 2047
        %offset = sub i64 %exponent, 1013
        %within = call i64 @llvm.smax.i64(i64 %offset, i64 0)
        %word = lshr i64 %within, 6
        %shift = and i64 %within, 63
        %p0 = getelementptr i64, ptr @sinter.two.over.pi, i64 %word
        %p1 = getelementptr i64, ptr %p0, i64 1
        %p2 = getelementptr i64, ptr %p0, i64 2
        %p3 = getelementptr i64, ptr %p0, i64 3
        %w0 = load i64, ptr %p0
        %w1 = load i64, ptr %p1
        %w2 = load i64, ptr %p2
        %w3 = load i64, ptr %p3
        %a0 = call i64 @llvm.fshl.i64(i64 %w0, i64 %w1, i64 %shift)
        %a1 = call i64 @llvm.fshl.i64(i64 %w1, i64 %w2, i64 %shift)
        %a2 = call i64 @llvm.fshl.i64(i64 %w2, i64 %w3, i64 %shift)
        %wide = zext i64 %m to i128
        %e1 = zext i64 %a1 to i128
        %e2 = zext i64 %a2 to i128
        %q2 = mul i128 %e2, %wide
        %q1 = mul i128 %e1, %wide
        %q0 = mul i64 %a0, %m
        %b2 = trunc i128 %q2 to i64
        %carry = lshr i128 %q2, 64
        %s1 = add i128 %q1, %carry
        %b1 = trunc i128 %s1 to i64
        %s1high = lshr i128 %s1, 64
        %s1top = trunc i128 %s1high to i64
        %b0 = add i64 %q0, %s1top
        %rounded = add i64 %b0, u0x2000000000000000
        %turns = lshr i64 %rounded, 62
        %whole = shl i64 %turns, 62
        %f0 = sub i64 %b0, %whole
        %negative = icmp slt i64 %f0, 0
        %flip = sext i1 %negative to i64
        %g0 = xor i64 %f0, %flip
        %g1 = xor i64 %b1, %flip
        %g2 = xor i64 %b2, %flip
        %isZero = icmp eq i64 %g0, 0
        %h0 = select i1 %isZero, i64 %g1, i64 %g0
        %h1 = select i1 %isZero, i64 %g2, i64 %g1
        %extra = select i1 %isZero, i64 64, i64 0
        %zeros = call i64 @llvm.ctlz.i64(i64 %h0, i1 false)
        %top = call i64 @llvm.fshl.i64(i64 %h0, i64 %h1, i64 %zeros)
        %topWide = zext i64 %top to i128
        %product = mul i128 %topWide, u0xC90FDAA22168C235
        %productHigh = lshr i128 %product, 64
        %t = trunc i128 %productHigh to i64
        %t53 = lshr i64 %t, 11
        %t11 = and i64 %t, 2047
        %d53 = sitofp i64 %t53 to double
        %d11 = sitofp i64 %t11 to double
        %all = add i64 %zeros, %extra
        %power = sub i64 962, %all
        %powerBits = shl i64 %power, 52
        %scale = bitcast i64 %powerBits to double
        %d53up = fmul double %d53, 2048.0
        %r = fmul double %d53up, %scale
        %c = fmul double %d11, %scale
        %signX = and i64 %bits, u0x8000000000000000
        %signF = and i64 %flip, u0x8000000000000000
        %sign = xor i64 %signX, %signF
        %rBits = bitcast double %r to i64
        %cBits = bitcast double %c to i64
        %rSigned = xor i64 %rBits, %sign
        %cSigned = xor i64 %cBits, %sign
        %rOut = bitcast i64 %rSigned to double
        %cOut = bitcast i64 %cSigned to double
        %turnsDown = sub i64 0, %turns
        %isDown = icmp slt i64 %bits, 0
        %n = select i1 %isDown, i64 %turnsDown, i64 %turns
        %first = insertvalue { i64, double, double } poison, i64 %n, 0
        %second = insertvalue { i64, double, double } %first, double %rOut, 1
        %third = insertvalue { i64, double, double } %second, double %cOut, 2
        ret { i64, double, double } %third
      }
      """;

  private HugeAngle() {}
}
