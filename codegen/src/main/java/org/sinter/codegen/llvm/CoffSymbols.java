package org.sinter.codegen.llvm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads the names that COFF objects define: Windows has no patterns for exports. */
final class CoffSymbols {
  private static final int SYMBOL_BYTES = 18;
  private static final int EXTERNAL = 2;

  private CoffSymbols() {}

  static Set<String> defined(List<byte[]> objects) {
    Set<String> names = new TreeSet<>();
    for (byte[] object : objects) {
      names.addAll(defined(ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return names;
  }

  private static List<String> defined(ByteBuffer object) {
    int table = object.getInt(8);
    int count = object.getInt(12);
    int strings = table + count * SYMBOL_BYTES;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = table + i * SYMBOL_BYTES;
      boolean isDefined = object.getShort(at + 12) > 0;
      if (isDefined && object.get(at + 16) == EXTERNAL) {
        names.add(name(object, at, strings));
      }
      i += object.get(at + 17) & 0xff;
    }
    return names;
  }

  /** A name of up to 8 bytes lies in the symbol, a longer one in the table of strings. */
  private static String name(ByteBuffer object, int symbol, int strings) {
    boolean isLong = object.getInt(symbol) == 0;
    int from = isLong ? strings + object.getInt(symbol + 4) : symbol;
    int end = from;
    while (object.get(end) != 0 && (isLong || end < from + 8)) {
      end++;
    }
    return new String(object.array(), from, end - from, StandardCharsets.US_ASCII);
  }
}
