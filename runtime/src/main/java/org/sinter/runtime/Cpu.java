package org.sinter.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What this machine is and can do, in the words and feature bits of docs/abi.md. */
final class Cpu {
  private static final int HWCAP = 16;
  private static final int HWCAP2 = 26;
  private static final String[] X86 = {
    "SSE4.2, POPCNT, CX16, LAHF (v2)",
    "AVX2, FMA, BMI1, BMI2, F16C, LZCNT, MOVBE (v3)",
    "AVX-512 F, BW, CD, DQ, VL (v4)",
    "AVX-512 VNNI",
    "AVX-512 BF16",
    "AVX-VNNI",
    "AMX",
    "bf16 products faster than single precision"
  };

  /** Bits that say what is fast; code that asks for them runs without, when it is named. */
  static final long SPEED = 1L << 7;

  private static final String[] ARM = {"NEON", "dotprod", "i8mm", "bf16", "fp16"};

  private Cpu() {}

  /** The name of system and processor: {@code linux-x86_64}. */
  static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = name.startsWith("mac") ? "macos" : name.startsWith("win") ? "windows" : name;
    boolean x86 = processor.equals("amd64") || processor.equals("x86_64");
    return system + "-" + (x86 ? "x86_64" : processor.equals("arm64") ? "aarch64" : processor);
  }

  /** The feature bits of this CPU; {@code wanted} are those that some level asks for. */
  static long features(long wanted) {
    byte[] vector = auxiliaryVector();
    return Native.probe(entry(vector, HWCAP), entry(vector, HWCAP2), wanted);
  }

  private static byte[] auxiliaryVector() {
    try {
      return system().equals("linux-aarch64")
          ? Files.readAllBytes(Paths.get("/proc/self/auxv"))
          : new byte[0];
    } catch (IOException e) {
      return new byte[0];
    }
  }

  /** The value of one kind in the auxiliary vector, pairs of 64-bit words; 0 if it is not there. */
  static long entry(byte[] vector, long kind) {
    ByteBuffer words = ByteBuffer.wrap(vector).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= 16) {
      long found = words.getLong();
      long value = words.getLong();
      if (found == kind) {
        return value;
      }
    }
    return 0;
  }

  /** The names of feature bits. */
  static List<String> names(long features) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < Long.SIZE; bit++) {
      if ((features >>> bit & 1) != 0) {
        String[] known = bit < 32 ? X86 : ARM;
        names.add(bit % 32 < known.length ? known[bit % 32] : "feature " + bit);
      }
    }
    return names;
  }
}
