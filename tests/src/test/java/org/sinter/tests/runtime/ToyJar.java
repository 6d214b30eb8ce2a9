package org.sinter.tests.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.sinter.codegen.llvm.NativeLibrary;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/**
 * Model jars written by hand: {@code y = rounds * factor * x} summed up in the arena, one region
 * for each round; {@code positive} holds the elements of x above 0, as many as there are.
 */
final class ToyJar {
  private static final int ALIGNMENT = 1 << 16;
  private static final int MAX_PADDING = 32_000;
  private static final byte[] LIBRARY = library(System.LINUX_X86_64, CpuLevel.V3, CpuLevel.V2);

  private ToyJar() {}

  static byte[] library(System system, CpuLevel... levels) {
    return library(ToyCode.TEXT, system, levels);
  }

  private static byte[] library(String text, System system, CpuLevel... levels) {
    Map<CpuLevel, String> texts = new LinkedHashMap<>();
    for (CpuLevel level : levels) {
      texts.put(level, text.replace("ENTRY", level.entry()));
    }
    return NativeLibrary.build(system, texts);
  }

  /** With {@link ToyCode#counting}; all models of a level have one library and count together. */
  static Map<String, byte[]> counting(String name, CpuLevel level) {
    byte[] library = library(ToyCode.counting(), System.LINUX_X86_64, level);
    return files(name, library, weights(1));
  }

  static byte[] weights(float factor) {
    return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putFloat(factor).array();
  }

  static String json(String name, byte[] library, byte[] weights) {
    return """
        {"format": 1, "abi": 3, "name": "%s",
         "inputs": [{"name": "x", "type": "f32", "shape": ["n"]},
                    {"name": "rounds", "type": "i64", "shape": []}],
         "outputs": [{"name": "y", "type": "f32", "shape": ["n"]},
                     {"name": "positive", "type": "f32", "shape": ["found"]}],
         "symbols": [{"name": "n", "min": 1, "max": 1000000}, {"name": "found", "measured": "n"}],
         "constraints": ["mod(n, 2) == 0"],
         "checks": ["rounds: negative"],
         "memory": {"arena": "4*n", "scratch": "64"},
         "weights": [{"file": "weights-0.bin", "bytes": %d, "sha256": "%s"}],
         "libraries": [{"system": "linux-x86_64", "file": "linux-x86_64.so", "sha256": "%s"}]}
        """
        .formatted(name, weights.length, sha256(weights), sha256(library));
  }

  static Map<String, byte[]> files(String name, float factor) {
    return files(name, LIBRARY, weights(factor));
  }

  static Map<String, byte[]> files(String name, byte[] library, byte[] weights) {
    byte[] json = json(name, library, weights).getBytes(StandardCharsets.UTF_8);
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("sinter/" + name + "/model.json", json);
    files.put("sinter/" + name + "/model.sha256", sha256(json).getBytes(StandardCharsets.UTF_8));
    files.put("sinter/" + name + "/linux-x86_64.so", library);
    files.put("sinter/" + name + "/weights-0.bin", weights);
    return files;
  }

  /** A jar as the compiler writes it: weights stored and aligned, the rest deflated. */
  static Path write(Path path, Map<String, byte[]> files) {
    try {
      Files.write(path, jar(files, true));
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] jar(Map<String, byte[]> files, boolean aligned) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        ZipEntry entry = new ZipEntry(file.getKey());
        if (aligned && file.getKey().endsWith(".bin")) {
          int header = 30 + file.getKey().length();
          fill(zip, bytes, header);
          store(entry, file.getValue(), padding(bytes.size() + header));
        }
        zip.putNextEntry(entry);
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static int padding(int at) {
    return Math.floorMod(-(at + 4), ALIGNMENT);
  }

  /** Entries of zeros, until the padding fits the 15 bits that Spring Boot's loader reads. */
  private static void fill(ZipOutputStream zip, ByteArrayOutputStream bytes, int header)
      throws IOException {
    zip.flush();
    for (int i = 0; padding(bytes.size() + header) > MAX_PADDING; i++) {
      ZipEntry filler = new ZipEntry("sinter/filler-" + i);
      store(filler, new byte[MAX_PADDING], 0);
      zip.putNextEntry(filler);
      zip.write(new byte[MAX_PADDING]);
      zip.closeEntry();
      zip.flush();
    }
  }

  private static void store(ZipEntry entry, byte[] bytes, int padding) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(bytes.length);
    entry.setCrc(crc.getValue());
    ByteBuffer extra = ByteBuffer.allocate(4 + padding).order(ByteOrder.LITTLE_ENDIAN);
    entry.setExtra(extra.putShort((short) 0x5353).putShort((short) padding).array());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
