package org.sinter.codegen.math;

import java.util.List;

/** {@code x = n π/2 + r + c}: the quadrant {@code n}, the angle in it and the angle's rest. */
record Reduction(Value n, Value r, Value c) {
  private static final double HUGE = 0x1p20;
  private static final double MAGIC = 0x1.8p52;
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;

  /** π/2 as three parts; {@code n} times the first two is exact for {@code n < 2^20}. */
  private static final double[] HALF_PI = {
    0x1.921fb544p+0, 0x1.0b4611a6p-34, 0x1.3198a2e037073p-69
  };

  /** The reduction of {@code x} in double; a huge one is reduced lane by lane. */
  static Reduction of(Code c, Value x) {
    Value shifted = c.fma(x, c.f64(TWO_OVER_PI), c.f64(MAGIC));
    Value n = c.sub(shifted, c.f64(MAGIC));
    Value first = c.fnma(n, c.f64(HALF_PI[0]), x);
    Value second = c.mul(n, c.f64(HALF_PI[1]));
    Value r = c.sub(first, second);
    Value rest = c.sub(c.sub(first, r), second);
    rest = c.fnma(n, c.f64(HALF_PI[2]), rest);
    Value sum = c.add(r, rest);
    Value tail = c.add(c.sub(r, sum), rest);
    return huge(c, x, new Reduction(c.bits(shifted), sum, tail));
  }

  private static Reduction huge(Code c, Value x, Reduction small) {
    Value isHuge = c.compare("oge", c.abs(x), c.f64(HUGE));
    List<Value> results =
        Lanes.whereAny(c, isHuge, HugeAngle.FUNCTION, x, List.of(small.n, small.r, small.c));
    c.need(HugeAngle.TEXT);
    return new Reduction(results.get(0), results.get(1), results.get(2));
  }
}
