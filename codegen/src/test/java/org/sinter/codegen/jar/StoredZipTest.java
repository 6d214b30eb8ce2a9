package org.sinter.codegen.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredZipTest {
  @TempDir Path directory;

  /**
   * A first entry of every length: paddings from 0 to 64 bytes, also those below a field's head.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 30, 62, 63})
  void alignedEntryIsReadByEveryReader(int bytes) throws IOException {
    Path file = directory.resolve("a.zip");
    byte[] data = {1, 2, 3};
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      StoredZip zip = new StoredZip(out);
      zip.add(new StoredZip.Entry("a", bytes, 1), s -> s.write(ByteBuffer.allocate(bytes)));
      zip.add(
          new StoredZip.Entry("b", 3, 64),
          s -> {
            assertEquals(0, out.position() % 64);
            s.write(ByteBuffer.wrap(data));
          });
      zip.finish();
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertEquals(3, zip.getInputStream(zip.getEntry("b")).readAllBytes()[2]);
    }
    try (ZipInputStream zip = new ZipInputStream(java.nio.file.Files.newInputStream(file))) {
      assertEquals(bytes, readNext(zip));
      assertEquals(3, readNext(zip));
    }
  }

  private static int readNext(ZipInputStream zip) throws IOException {
    zip.getNextEntry();
    return zip.readAllBytes().length;
  }
}
