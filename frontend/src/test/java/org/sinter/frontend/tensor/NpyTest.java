package org.sinter.frontend.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.frontend.Mutations;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;

class NpyTest {
  @TempDir Path directory;

  /** A version 1 file. */
  private Path npy(String header, int bytes) {
    byte[] file = ("\u0093NUMPY\1\0\0\0" + header).getBytes(StandardCharsets.ISO_8859_1);
    file[8] = (byte) header.length();
    return Fixtures.write(
        directory.resolve("a.npy"), java.util.Arrays.copyOf(file, file.length + bytes));
  }

  private void refused(Path file, String reason) {
    String message = assertThrows(CompileException.class, () -> Npy.read(file)).getMessage();
    assertTrue(message.startsWith(file.toString()) && message.contains(reason), message);
  }

  @Test
  void readsEveryVersionAndOrder() {
    assertEquals(
        "i16[2, 3]: 0.0 1.0 2.0 3.0 4.0 5.0",
        Fixtures.text(Npy.read(Fixtures.file(directory, "v2.npy"))));
    assertEquals(
        "f32[2, 3]: 0.0 1.0 2.0 3.0 4.0 5.0",
        Fixtures.text(Npy.read(Fixtures.file(directory, "v3.npy"))));
    Tensor fortran = Npy.read(Fixtures.file(directory, "fortran.npy"));
    assertEquals(Fixtures.text(Fixtures.range(DType.F32, 2, 3, 4)), Fixtures.text(fortran));
  }

  @Test
  void writesWhatNumpyWrites() throws Exception {
    Path file = directory.resolve("w.npy");
    Npy.write(file, Fixtures.range(DType.F32, 2, 3));
    byte[] expected = Fixtures.bytes("v3.npy");
    byte[] written = Files.readAllBytes(file);
    String header = new String(written, 10, 118, StandardCharsets.US_ASCII);
    assertTrue(header.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"));
    assertEquals(128 + 24, written.length);
    assertArrayEquals(
        java.util.Arrays.copyOfRange(expected, expected.length - 24, expected.length),
        java.util.Arrays.copyOfRange(written, 128, 152));
    try (var files = Files.list(directory)) {
      assertEquals(1, files.count(), "a temporary file is left");
    }
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void comesBack(DType type) {
    Path file = directory.resolve("w.npy");
    boolean inexpressible = type.isFloat() && (type.bits() < 16 || type == DType.BF16);
    for (long[] shape : new long[][] {{}, {1}, {3}, {2, 1}, {0, 2}}) {
      Tensor tensor = Fixtures.range(type, shape);
      if (inexpressible) {
        assertThrows(CompileException.class, () -> Npy.write(file, tensor));
        continue;
      }
      Npy.write(file, tensor);
      Tensor back = Npy.read(file);
      assertArrayEquals(shape, back.shape());
      assertEquals(tensor.bytes(), back.bytes());
      assertEquals(type.bits() < 8 ? 8 : type.bits(), back.type().bits());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} | 7 | 7 bytes of data for 2 elements",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)} | 8 | 8 bytes of data for 6",
        "{'descr': '<c8', 'fortran_order': False, 'shape': ()} | 8 | dtype '<c8' is not supported",
        "{'descr': '<U3', 'fortran_order': False, 'shape': ()} | 8 | dtype '<U3' is not supported",
        "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': ()} | 8 | structured types",
        "{'descr': '<f4', 'fortran_order': Maybe, 'shape': ()} | 4 | True or False",
        "{'descr': '<f4', 'fortran_order': False} | 4 | are needed",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)} | 4 | whole number",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (9999999999999999999,)} | 4 | whole number",
        "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)} | 4 | impossible",
        "{'descr': '<f4', 'fortran_order': False, 'shape': ()} x | 4 | text after the dict",
        "{'descr': '<f4', 'size': 1} | 4 | unknown key 'size'",
        "{'descr': '<f4 | 4 | short string"
      })
  void refusesDamage(String header, int bytes, String reason) {
    refused(npy(header, bytes), reason);
  }

  @Test
  void refusesWhatIsNoNpy() {
    refused(Fixtures.write(directory.resolve("a"), new byte[20]), "no npy magic");
    refused(Fixtures.write(directory.resolve("a"), new byte[3]), "no npy magic");
    refused(directory.resolve("absent"), "no such file");
    byte[] bytes = Fixtures.bytes("v3.npy");
    bytes[6] = 4;
    refused(Fixtures.write(directory.resolve("a"), bytes), "unknown version 4");
    bytes[6] = 2;
    bytes[10] = 0x7f;
    refused(Fixtures.write(directory.resolve("a"), bytes), "does not fit");
  }

  @Test
  void survivesDamage() throws Exception {
    for (String name : new String[] {"v2.npy", "v3.npy", "fortran.npy"}) {
      Mutations.fuzz(directory, name, Fixtures.bytes(name), Mutations.count(1500), Npy::read);
    }
  }
}
