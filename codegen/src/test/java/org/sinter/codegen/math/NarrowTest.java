package org.sinter.codegen.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.codegen.math.FloatFormat.Special;
import org.sinter.codegen.target.CpuLevel;

/** Every code of every narrow format, and the rounding of many floats to them. */
class NarrowTest {
  private static final int LANES = 4;

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void decodeGivesTheValueOfEveryCode(String levelName) {
    CpuLevel level = CpuLevel.of(levelName);
    Machines.assumeRuns(level);
    try (NativeMath math = new NativeMath(level, decoders())) {
      for (FloatFormat format : FloatFormat.values()) {
        float[] found = decodeAll(math, format);
        for (int code = 0; code < found.length; code++) {
          assertEquals(value(format, code), found[code], 0f, format + " code " + code);
        }
      }
    }
  }

  /** Nearest by trying the neighbours among all values, ties to the even code. */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void encodeGivesTheNearestCode(String levelName) {
    CpuLevel level = CpuLevel.of(levelName);
    Machines.assumeRuns(level);
    List<MathFunction> functions = new ArrayList<>();
    for (FloatFormat format : FloatFormat.values()) {
      functions.add(MathFunction.encode(format.id(), Element.F32, LANES));
    }
    try (NativeMath math = new NativeMath(level, functions)) {
      for (MathFunction function : functions) {
        FloatFormat format = FloatFormat.values()[functions.indexOf(function)];
        float[] x = inputs(format);
        int[] found = codes(math, function, x);
        for (int i = 0; i < x.length; i++) {
          assertEquals(nearest(format, x[i]), found[i], format + " of " + x[i]);
        }
      }
    }
  }

  /** 2048.5 + 2^-40 rounds up to f16 2050, by way of f32 it would be a tie to even. */
  @Test
  void doubleIsRoundedOnce() {
    Machines.assumeRuns(CpuLevel.V3);
    MathFunction f16 = MathFunction.encode("f16", Element.F64, 1);
    MathFunction bf16 = MathFunction.encode("bf16", Element.F64, 1);
    try (NativeMath math = new NativeMath(CpuLevel.V3, List.of(f16, bf16))) {
      ByteBuffer x = NativeMath.buffer(16);
      x.putDouble(0, 2049 + 0x1p-40).putDouble(8, 1 + 0x1p-8 + 0x1p-40);
      assertEquals(0x6801, math.call(f16, x, x, 2, 2).getShort(0));
      assertEquals(0x3f81, math.call(bf16, x, x, 2, 2).getShort(2));
    }
  }

  @Test
  void unsaturatedOverflowsAsOnnxSays() {
    Machines.assumeRuns(CpuLevel.V2);
    float[] x = {1e6f, -1e6f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    assertCodes("f8e4m3fn.unsaturated", x, 0x7f, 0xff, 0x7f, 0xff);
    assertCodes("f8e4m3fnuz.unsaturated", x, 0x80, 0x80, 0x80, 0x80);
    assertCodes("f8e5m2.unsaturated", x, 0x7c, 0xfc, 0x7c, 0xfc);
    assertCodes("f8e4m3fn", x, 0x7e, 0xfe, 0x7e, 0xfe);
    assertCodes("f8e5m2", x, 0x7b, 0xfb, 0x7b, 0xfb);
  }

  @Test
  void powersOfTwo() {
    Machines.assumeRuns(CpuLevel.V2);
    float[] x = {1, 1.25f, 1.5f, 0};
    assertCodes("f8e8m0", x, 127, 128, 128, 0);
    assertCodes("f8e8m0.nearest", x, 127, 127, 128, 0);
    assertCodes("f8e8m0.down", x, 127, 127, 127, 0);
    float[] end = {Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN, 0x1p127f};
    assertCodes("f8e8m0", end, 254, 254, 255, 254);
    assertCodes("f8e8m0.unsaturated", end, 255, 255, 255, 254);
    MathFunction decode = MathFunction.decode("f8e8m0", Element.F32, LANES);
    try (NativeMath math = new NativeMath(CpuLevel.V2, List.of(decode))) {
      ByteBuffer codes = NativeMath.buffer(4);
      codes.put(0, (byte) 0).put(1, (byte) 127).put(2, (byte) 254).put(3, (byte) 255);
      ByteBuffer out = math.call(decode, codes, codes, 4, 4);
      assertEquals(0x1p-127f, out.getFloat(0));
      assertEquals(1f, out.getFloat(4));
      assertEquals(0x1p127f, out.getFloat(8));
      assertTrue(Float.isNaN(out.getFloat(12)));
    }
  }

  private static void assertCodes(String name, float[] x, int... expected) {
    MathFunction function = MathFunction.encode(name, Element.F32, LANES);
    try (NativeMath math = new NativeMath(CpuLevel.V2, List.of(function))) {
      int[] found = codes(math, function, x);
      for (int i = 0; i < x.length; i++) {
        assertEquals(expected[i], found[i], name + " of " + x[i]);
      }
    }
  }

  private static List<MathFunction> decoders() {
    List<MathFunction> functions = new ArrayList<>();
    for (FloatFormat format : FloatFormat.values()) {
      functions.add(MathFunction.decode(format.id(), Element.F32, LANES));
    }
    return functions;
  }

  private static int count(FloatFormat format) {
    return 2 << format.magnitudeBits();
  }

  private static float[] decodeAll(NativeMath math, FloatFormat format) {
    boolean isWide = format.storage() == Element.I16;
    int count = count(format);
    ByteBuffer codes = NativeMath.buffer(2 * count);
    for (int i = 0; i < count; i++) {
      if (isWide) {
        codes.putShort(2 * i, (short) i);
      } else {
        codes.put(i, (byte) i);
      }
    }
    MathFunction function = MathFunction.decode(format.id(), Element.F32, LANES);
    float[] found = new float[count];
    math.call(function, codes, codes, count, 4).asFloatBuffer().get(found);
    return found;
  }

  private static int[] codes(NativeMath math, MathFunction function, float[] x) {
    boolean isWide = function.resultType().contains("i16");
    ByteBuffer in = NativeMath.buffer(x);
    ByteBuffer out = math.call(function, in, in, x.length, isWide ? 2 : 1);
    int[] codes = new int[x.length];
    for (int i = 0; i < x.length; i++) {
      codes[i] = isWide ? out.getShort(2 * i) & 0xffff : out.get(i) & 0xff;
    }
    return codes;
  }

  /** The value by the definition of the format. */
  private static float value(FloatFormat format, int code) {
    int sign = code >> format.magnitudeBits();
    int magnitude = code & (1 << format.magnitudeBits()) - 1;
    int exponent = magnitude >> format.mantissaBits;
    int mantissa = magnitude & (1 << format.mantissaBits) - 1;
    boolean isNan =
        switch (format.special) {
          case IEEE -> magnitude > format.largest + 1;
          case NAN -> magnitude == format.nan;
          case UNSIGNED_ZERO -> code == format.nan;
          case NONE -> false;
        };
    if (isNan) {
      return Float.NaN;
    }
    if (format.special == Special.IEEE && magnitude == format.largest + 1) {
      return sign == 1 ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
    }
    int whole = exponent == 0 ? mantissa : mantissa + (1 << format.mantissaBits);
    int scale = Math.max(exponent, 1) - format.bias - format.mantissaBits;
    float number = (float) Math.scalb((double) whole, scale);
    return sign == 1 ? -number : number;
  }

  private static int nearest(FloatFormat format, float x) {
    int sign = Float.floatToRawIntBits(x) < 0 ? 1 << format.magnitudeBits() : 0;
    if (Float.isNaN(x)) {
      throw new IllegalArgumentException("not tested here");
    }
    double a = Math.abs((double) x);
    int low = 0;
    int high = format.largest;
    while (low < high) {
      int middle = (low + high + 1) / 2;
      if (value(format, middle) <= a) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    double step =
        low == format.largest
            ? (double) value(format, low) - value(format, low - 1)
            : (double) value(format, low + 1) - value(format, low);
    double over = a - value(format, low);
    boolean isUp = over > step / 2 || over == step / 2 && low % 2 == 1;
    int code = isUp ? low + 1 : low;
    code = code > format.largest && format.saturates() ? format.largest : code;
    return code == 0 && format.special == Special.UNSIGNED_ZERO ? 0 : code | sign;
  }

  private static float[] inputs(FloatFormat format) {
    SplittableRandom random = new SplittableRandom(format.ordinal());
    float[] x = new float[1 << 14];
    for (int i = 0; i < x.length; i++) {
      float exact = value(format, random.nextInt(format.largest));
      float next = value(format, random.nextInt(format.largest));
      x[i] =
          switch (i % 4) {
            case 0 -> exact;
            case 1 -> -(exact + next) / 2;
            case 2 -> (float) random.nextDouble(-8, 8);
            default -> Float.intBitsToFloat(random.nextInt() & 0xbfffffff);
          };
      x[i] = Float.isNaN(x[i]) ? 1 : x[i];
    }
    return x;
  }
}
