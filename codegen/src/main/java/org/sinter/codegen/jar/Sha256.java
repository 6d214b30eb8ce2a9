package org.sinter.codegen.jar;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 as 64 hexadecimal digits. */
final class Sha256 {
  private final MessageDigest digest;

  Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String of(byte[] bytes) {
    Sha256 hash = new Sha256();
    hash.add(ByteBuffer.wrap(bytes));
    return hash.text();
  }

  void add(ByteBuffer bytes) {
    digest.update(bytes.duplicate());
  }

  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
