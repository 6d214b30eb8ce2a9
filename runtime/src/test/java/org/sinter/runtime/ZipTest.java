package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipTest {
  private static final byte[] CONTENT = "some bytes, some bytes, some bytes".getBytes();

  @TempDir Path directory;

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setComment("a comment");
      zip.putNextEntry(new ZipEntry("other"));
      zip.putNextEntry(new ZipEntry("sinter/m/deflated"));
      zip.write(CONTENT);
      ZipEntry stored = new ZipEntry("sinter/m/stored");
      CRC32 crc = new CRC32();
      crc.update(CONTENT);
      stored.setMethod(ZipEntry.STORED);
      stored.setSize(CONTENT.length);
      stored.setCrc(crc.getValue());
      stored.setExtra(new byte[] {0x53, 0x53, 4, 0, 0, 0, 0, 0});
      zip.putNextEntry(stored);
      zip.write(CONTENT);
    }
    return bytes.toByteArray();
  }

  private Path write(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("test.jar"), bytes);
  }

  @Test
  void findsWhereBytesLie() throws IOException {
    byte[] bytes = zip();
    try (Zip zip = Zip.open(write(bytes), "sinter/")) {
      assertEquals("[sinter/m/deflated, sinter/m/stored]", zip.entries().keySet().toString());
      Zip.Entry stored = zip.entries().get("sinter/m/stored");
      int at = (int) zip.dataOffset(stored);
      assertArrayEquals(CONTENT, Arrays.copyOfRange(bytes, at, at + CONTENT.length));
      for (Zip.Entry entry : zip.entries().values()) {
        assertArrayEquals(CONTENT, zip.stream(entry).readAllBytes());
      }
    }
  }

  @Test
  void prefixIsSkipped() throws IOException {
    byte[] zip = zip();
    byte[] bytes = new byte[1000 + zip.length];
    System.arraycopy(zip, 0, bytes, 1000, zip.length);
    try (Zip file = Zip.open(write(bytes), "sinter/")) {
      Zip.Entry stored = file.entries().get("sinter/m/stored");
      assertArrayEquals(CONTENT, file.stream(stored).readAllBytes());
    }
  }

  @Test
  void whatIsNoZipIsRefused() throws IOException {
    Path path = write("no zip at all, but some text".getBytes(StandardCharsets.UTF_8));
    String message = assertThrows(ModelException.class, () -> Zip.open(path, "")).getMessage();
    assertEquals(path + " is no usable jar: no zip directory at its end", message);
    assertThrows(ModelException.class, () -> Zip.open(write(new byte[0]), ""));
  }

  /** Whatever the bytes, reading ends with an answer or with an error that names the file. */
  @Test
  void mutatedFilesNeverEscape() throws IOException {
    byte[] original = zip();
    int refused = 0;
    int count = Mutation.count(5_000, "a jar");
    for (int seed = 0; seed < count; seed++) {
      Path path = write(Mutation.of(original, new Random(seed)));
      try (Zip zip = Zip.open(path, "sinter/")) {
        for (Zip.Entry entry : zip.entries().values()) {
          try (InputStream in = zip.stream(entry)) {
            in.readNBytes(1000);
          }
        }
      } catch (ModelException | IOException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(refused > count / 5, "refused only " + refused);
  }
}
