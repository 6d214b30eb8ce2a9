package org.sinter.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against checksums of what Python's ml_dtypes gives. */
class NarrowFloatTest {
  /** Float patterns over all exponents, signs and both infinities, without NaNs. */
  private static DoubleStream patterns() {
    return IntStream.range(0, 65536)
        .map(i -> i << 16 | (i * 40503 & 0xffff))
        .mapToDouble(Float::intBitsToFloat)
        .filter(x -> !Double.isNaN(x));
  }

  /** The middles between neighbouring finite values. */
  private static DoubleStream middles(DType type) {
    double[] values =
        IntStream.range(0, 1 << type.bits())
            .mapToDouble(code -> NarrowFloat.decode(type, code) + 0.0)
            .filter(Double::isFinite)
            .sorted()
            .distinct()
            .toArray();
    return IntStream.range(1, values.length).mapToDouble(i -> (values[i - 1] + values[i]) / 2);
  }

  private static String encodings(DType type, boolean saturate, DoubleStream values) {
    CRC32 crc = new CRC32();
    values.forEach(
        value -> {
          long code = NarrowFloat.encode(type, value, saturate);
          crc.update((int) code & 0xff);
          crc.update((int) code >> 8 & 0xff);
        });
    return "0x" + Long.toHexString(crc.getValue());
  }

  private static String decodings(DType type) {
    CRC32 crc = new CRC32();
    ByteBuffer bytes = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    for (int code = 0; code < 1 << type.bits(); code++) {
      double value = NarrowFloat.decode(type, code);
      crc.update(bytes.putInt(0, Float.floatToIntBits((float) value)).array());
    }
    return "0x" + Long.toHexString(crc.getValue());
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 0x3020c7a7",
    "BF16, 0x28c5ed34",
    "F8E4M3FN, 0x2fdee9ac",
    "F8E4M3FNUZ, 0xf2dfa052",
    "F8E5M2, 0x3d83fd11",
    "F8E5M2FNUZ, 0x9c70b84",
    "F8E8M0, 0x719979ba",
    "F4E2M1, 0x866770b6"
  })
  void decodesEveryCode(DType type, String crc) {
    assertEquals(crc, decodings(type));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 0x255018eb, 0x255018eb",
    "BF16, 0xa7f52143, 0xa7f52143",
    "F8E4M3FN, 0x34d89bae, 0x169c8f8",
    "F8E4M3FNUZ, 0x83a3789b, 0x108bb02",
    "F8E5M2, 0xa5e60886, 0x204428e1",
    "F8E5M2FNUZ, 0xed87efef, 0x7edf36ba",
    "F4E2M1, 0x407c341d, 0x407c341d"
  })
  void encodesFloatsOfEveryMagnitude(DType type, String crc, String saturated) {
    assertEquals(crc, encodings(type, false, patterns()));
    assertEquals(saturated, encodings(type, true, patterns()));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 0x4d927a69, 0xbcfcbff3, 0x73718d12",
    "BF16, 0xf63caff, 0x3a2148b2, 0x9bccb70e",
    "F8E4M3FN, 0x960fc05, 0x9aa0859d, 0x5ace7864",
    "F8E4M3FNUZ, 0xbb381d17, 0x3262761c, 0x2e753edc",
    "F8E5M2, 0xfbd3ed6a, 0x59f7a23b, 0xf1b623bd",
    "F8E5M2FNUZ, 0xbb381d17, 0x3262761c, 0x2e753edc",
    "F4E2M1, 0xeda7649, 0xd358103f, 0x2aab30a3"
  })
  void roundsTiesToEven(DType type, String ties, String above, String below) {
    assertEquals(ties, encodings(type, false, middles(type)));
    assertEquals(above, encodings(type, false, middles(type).map(x -> Math.nextUp((float) x))));
    assertEquals(below, encodings(type, false, middles(type).map(x -> Math.nextDown((float) x))));
  }

  @Test
  void roundsDoublesOnce() {
    double above = 1 + 0x1p-11 + 0x1p-40;
    assertEquals(0x3c01, NarrowFloat.encode(DType.F16, above, false));
    assertEquals(0x3c00, NarrowFloat.encode(DType.F16, (float) above, false));
  }

  @ParameterizedTest
  @CsvSource({
    "F16, 7e00, fe00",
    "BF16, 7fc0, ffc0",
    "F8E4M3FN, 7f, ff",
    "F8E4M3FNUZ, 80, 80",
    "F8E5M2, 7e, fe",
    "F8E5M2FNUZ, 80, 80",
    "F8E8M0, ff, ff",
    "F4E2M1, 8, 0"
  })
  void encodesNan(DType type, String positive, String negative) {
    double minus = Double.longBitsToDouble(0xfff8000000000000L);
    for (boolean saturate : new boolean[] {false, true}) {
      assertEquals(positive, hex(NarrowFloat.encode(type, Double.NaN, saturate)));
      assertEquals(negative, hex(NarrowFloat.encode(type, minus, saturate)));
    }
  }

  /** The table in the text of ONNX's Cast, where an infinity saturates too. */
  @ParameterizedTest
  @CsvSource({
    "F8E4M3FN, 7e, fe, 7f, ff",
    "F8E4M3FNUZ, 7f, ff, 80, 80",
    "F8E5M2, 7b, fb, 7c, fc",
    "F8E5M2FNUZ, 7f, ff, 80, 80",
    "F4E2M1, 7, f, 7, f",
    "F16, 7c00, fc00, 7c00, fc00"
  })
  void saturates(DType type, String largest, String smallest, String over, String under) {
    for (double large : new double[] {1e30 * 1e30, Double.POSITIVE_INFINITY}) {
      assertEquals(largest, hex(NarrowFloat.encode(type, large, true)));
      assertEquals(smallest, hex(NarrowFloat.encode(type, -large, true)));
      assertEquals(over, hex(NarrowFloat.encode(type, large, false)));
      assertEquals(under, hex(NarrowFloat.encode(type, -large, false)));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 127, 127, 127",
    "1.25, 128, 127, 127",
    "1.5, 128, 127, 128",
    "1.75, 128, 127, 128",
    "2.0, 128, 128, 128",
    "0.0, 0, 0, 0",
    "1e-300, 0, 0, 0",
    "1e300, 254, 254, 254",
    "Infinity, 254, 254, 254",
    "NaN, 255, 255, 255",
    "-1.0, 255, 255, 255"
  })
  void roundsScales(double value, long up, long down, long nearest) {
    assertEquals(up, NarrowFloat.encodeScale(value, NarrowFloat.ScaleRounding.UP, true));
    assertEquals(down, NarrowFloat.encodeScale(value, NarrowFloat.ScaleRounding.DOWN, true));
    assertEquals(nearest, NarrowFloat.encodeScale(value, NarrowFloat.ScaleRounding.NEAREST, true));
    assertEquals(up, NarrowFloat.encode(DType.F8E8M0, value, true));
  }

  @Test
  void scalesOutOfRangeAreNan() {
    for (double value : new double[] {0, 1e-300, 1e300, Double.POSITIVE_INFINITY}) {
      assertEquals(255, NarrowFloat.encode(DType.F8E8M0, value, false));
    }
    assertEquals(0, NarrowFloat.encode(DType.F8E8M0, 0x1p-127, false));
    assertEquals(254, NarrowFloat.encode(DType.F8E8M0, 0x1p127, false));
  }

  @Test
  void everyFiniteCodeComesBack() {
    for (DType type : DType.values()) {
      if (type.isFloat() && type.bits() <= 16) {
        for (int code = 0; code < 1 << type.bits(); code++) {
          double value = NarrowFloat.decode(type, code);
          boolean same = NarrowFloat.encode(type, value, false) == code;
          assertTrue(same || Double.isNaN(value), type + " " + Integer.toHexString(code));
        }
      }
    }
  }

  private static String hex(long code) {
    return Long.toHexString(code);
  }
}
