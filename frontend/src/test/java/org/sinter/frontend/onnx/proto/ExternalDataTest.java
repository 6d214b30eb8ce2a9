package org.sinter.frontend.onnx.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.file.FileSlice;
import org.sinter.ir.diag.CompileException;

class ExternalDataTest {
  @TempDir Path directory;
  private Path home;

  @BeforeEach
  void files() throws Exception {
    home = Files.createDirectories(directory.resolve("home/sub")).getParent();
    Files.write(home.resolve("sub/w.bin"), new byte[] {0, 0, 0, 0, 1, 2, 3, 4});
    Files.write(directory.resolve("secret"), new byte[8]);
    Files.createSymbolicLink(home.resolve("link"), directory.resolve("secret"));
  }

  private FileSlice read(String... entries) {
    Proto tensor = Proto.of().text(8, "w").packed(1, 4).varint(2, 2).varint(14, 1);
    for (int i = 0; i < entries.length; i += 2) {
      tensor.entry(13, entries[i], entries[i + 1]);
    }
    OnnxModel model = OnnxReader.read(Proto.tensorModel(tensor).write(home.resolve("m.onnx")));
    return ((OnnxData.Stored) model.graph().initializers().get(0).data()).slice();
  }

  private void refused(String reason, String... entries) {
    String message = assertThrows(CompileException.class, () -> read(entries)).getMessage();
    assertTrue(message.contains("m.onnx: byte") && message.contains("'w'"), message);
    assertTrue(message.contains(reason), message);
  }

  @Test
  void findsTheBytes() {
    FileSlice slice = read("location", "sub/w.bin", "offset", "4", "length", "4");
    assertEquals(0x04030201, slice.map().getInt(0));
    assertEquals(4, read("location", "sub/w.bin").length());
  }

  @Test
  void staysBelowTheModelsDirectory() {
    refused("not a path below", "location", "../secret");
    refused("not a path below", "location", "sub/../../secret");
    refused("not a path below", "location", directory.resolve("secret").toString());
    refused("not a path below");
    refused("symbolic link", "location", "link");
    refused("cannot be used", "location", "a\0b");
    refused("no such file", "location", "absent");
    refused("not a file", "location", "sub");
  }

  @Test
  void staysInsideTheFile() {
    refused("do not fit", "location", "sub/w.bin", "offset", "5");
    refused("do not fit", "location", "sub/w.bin", "offset", "" + Long.MAX_VALUE);
    refused("negative", "location", "sub/w.bin", "offset", "-1");
    refused("not a number", "location", "sub/w.bin", "offset", "x");
    refused("3 bytes stated", "location", "sub/w.bin", "length", "3");
  }

  @Test
  void reachesBeyondTwoGigabytes() throws Exception {
    long offset = 5L << 30;
    try (RandomAccessFile sparse = new RandomAccessFile(home.resolve("big").toFile(), "rw")) {
      sparse.seek(offset);
      sparse.write(new byte[] {9, 8, 7, 6});
    }
    assertEquals(9, read("location", "big", "offset", "" + offset).map().get(0));
  }
}
