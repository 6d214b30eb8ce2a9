package org.sinter.frontend.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.ir.diag.CompileException;

class FileSliceTest {
  @TempDir Path directory;

  private Path file(int length) throws Exception {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    return Files.write(directory.resolve("f"), bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4096, 4097, 10_000})
  void smallAndLargeReadAlike(int length) throws Exception {
    Path file = file(length + 3);
    ByteBuffer bytes = FileSlice.of(file).part(3, length).map();
    assertEquals(length, bytes.remaining());
    assertTrue(bytes.isReadOnly());
    for (int i = 0; i < length; i++) {
      assertEquals((byte) ((i + 3) * 7), bytes.get(i));
    }
  }

  @Test
  void staysInside() throws Exception {
    FileSlice slice = FileSlice.of(file(10)).part(2, 5);
    assertThrows(IllegalArgumentException.class, () -> slice.part(1, 5));
    assertThrows(IllegalArgumentException.class, () -> slice.part(-1, 1));
    assertThrows(IllegalArgumentException.class, () -> new FileSlice(directory, 1, Long.MAX_VALUE));
    assertThrows(CompileException.class, () -> new FileSlice(slice.file(), 8, 5).map());
    assertThrows(CompileException.class, () -> new FileSlice(slice.file(), 0, 1L << 32).map());
    assertThrows(CompileException.class, () -> FileSlice.of(directory));
  }

  @Test
  void aFailedReplacementLeavesTheOldFile() throws Exception {
    Path file = file(3);
    assertThrows(
        CompileException.class,
        () ->
            Replacement.write(
                file,
                out -> {
                  out.write(1);
                  throw new java.io.IOException("disk full");
                }));
    assertEquals(3, Files.size(file));
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count());
    }
  }
}
