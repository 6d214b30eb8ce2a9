package org.sinter.frontend.tensor;

import java.util.Map;
import java.util.TreeMap;
import org.sinter.ir.DType;

/** The dtype names of safetensors. */
final class SafetensorsType {
  private static final Map<String, DType> TYPES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("F64", DType.F64),
              Map.entry("F32", DType.F32),
              Map.entry("F16", DType.F16),
              Map.entry("BF16", DType.BF16),
              Map.entry("F8_E4M3", DType.F8E4M3FN),
              Map.entry("F8_E4M3FNUZ", DType.F8E4M3FNUZ),
              Map.entry("F8_E5M2", DType.F8E5M2),
              Map.entry("F8_E5M2FNUZ", DType.F8E5M2FNUZ),
              Map.entry("F8_E8M0", DType.F8E8M0),
              Map.entry("F4", DType.F4E2M1),
              Map.entry("I64", DType.I64),
              Map.entry("I32", DType.I32),
              Map.entry("I16", DType.I16),
              Map.entry("I8", DType.I8),
              Map.entry("U64", DType.U64),
              Map.entry("U32", DType.U32),
              Map.entry("U16", DType.U16),
              Map.entry("U8", DType.U8),
              Map.entry("BOOL", DType.BOOL)));

  private SafetensorsType() {}

  /** The type of that name, or null. */
  static DType parse(String name) {
    return TYPES.get(name);
  }

  /** The name to write; integers under 8 bits are written as bytes. */
  static String name(DType type) {
    DType stored = type.isInteger() && type.bits() < 8 ? bytes(type) : type;
    for (Map.Entry<String, DType> entry : TYPES.entrySet()) {
      if (entry.getValue() == stored) {
        return entry.getKey();
      }
    }
    throw new IllegalArgumentException("safetensors has no " + type);
  }

  private static DType bytes(DType type) {
    return type.kind() == DType.Kind.SIGNED ? DType.I8 : DType.U8;
  }
}
