package org.sinter.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.zip.CRC32;

/** Reads small files of a model whole and checks them. */
final class SourceReader {
  private static final int MAX_JSON = 8 << 20;
  private static final int HASH_BYTES = 64;
  private static final String HASH = "model.sha256";

  private SourceReader() {}

  /** model.json, compared with the CRC-32 of its jar, else with model.sha256 where there is one. */
  static Metadata metadata(Source source) throws IOException {
    byte[] json = read(source, Sources.MODEL, MAX_JSON);
    if (json == null) {
      throw new ModelException("no " + source.where(Sources.MODEL));
    }
    if (source.crc(Sources.MODEL) < 0) { // setting up SHA-256 costs a new JVM some 20 ms
      compare(source, json);
    }
    String text = new String(json, StandardCharsets.UTF_8);
    return MetadataReader.read(source.where(Sources.MODEL), text);
  }

  private static void compare(Source source, byte[] json) throws IOException {
    byte[] stated = read(source, HASH, HASH_BYTES + 2);
    if (stated != null) {
      String expected = new String(stated, StandardCharsets.ISO_8859_1).strip();
      requireSame(source.where(Sources.MODEL), hex(sha256().digest(json)), expected);
    }
  }

  /** A whole file of at most {@code limit} bytes, {@code null} if there is none. */
  static byte[] read(Source source, String file, int limit) throws IOException {
    try (InputStream in = source.open(file)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new ModelException(source.where(file) + " has more than " + limit + " bytes");
      }
      CRC32 crc = new CRC32();
      crc.update(bytes);
      long stated = source.crc(file);
      if (stated >= 0 && stated != crc.getValue()) {
        throw new ModelException(source.where(file) + " is damaged: its CRC-32 differs");
      }
      return bytes;
    }
  }

  static void requireSame(String where, String hash, String expected) {
    if (!hash.equals(expected)) {
      throw new ModelException(
          where + " is damaged: its SHA-256 is " + hash + ", expected " + expected);
    }
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String hex(byte[] bytes) {
    StringBuilder b = new StringBuilder();
    for (byte each : bytes) {
      b.append(Character.forDigit(each >> 4 & 15, 16)).append(Character.forDigit(each & 15, 16));
    }
    return b.toString();
  }
}
