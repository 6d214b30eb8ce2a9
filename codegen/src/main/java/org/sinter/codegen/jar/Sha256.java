package org.sinter.codegen.jar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
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

  static String of(Path file) throws IOException {
    Sha256 hash = new Sha256();
    try (InputStream in = Files.newInputStream(file)) {
      in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), hash.digest));
    }
    return hash.text();
  }

  void add(ByteBuffer bytes) {
    digest.update(bytes.duplicate());
  }

  String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
