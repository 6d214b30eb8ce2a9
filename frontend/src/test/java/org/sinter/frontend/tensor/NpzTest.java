package org.sinter.frontend.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.Mutations;
import org.sinter.frontend.SharedData;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;

class NpzTest {
  @TempDir Path directory;

  private static byte[] zip(String name, byte[] content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
    return bytes.toByteArray();
  }

  private String refusal(Path file) {
    return assertThrows(CompileException.class, () -> Npz.read(file)).getMessage();
  }

  @Test
  void readsWhatNumpyWrites() {
    Map<String, Tensor> tensors = Npz.read(Fixtures.file(directory, "all.npz"));
    assertEquals(16, tensors.size());
    assertEquals("bool[2, 3]: 0.0 1.0 1.0 1.0 1.0 1.0", Fixtures.text(tensors.get("bool")));
    assertEquals("f32[]: 7.0", Fixtures.text(tensors.get("scalar")));
    assertEquals("i64[0, 4]:", Fixtures.text(tensors.get("empty")));
    assertEquals("i32[3]: 0.0 1.0 2.0", Fixtures.text(tensors.get("vector")));
    for (String name : "f2 f4 f8 i1 i2 i4 i8 u1 u2 u4 u8 big".split(" ")) {
      assertTrue(
          Fixtures.text(tensors.get(name)).endsWith("[2, 3]: 0.0 1.0 2.0 3.0 4.0 5.0"), name);
    }
    Path compressed = Fixtures.file(directory, "compressed.npz");
    assertEquals(
        "f32[2, 3]: 0.0 1.0 2.0 3.0 4.0 5.0", Fixtures.text(Npz.read(compressed).get("a")));
  }

  @Test
  void comesBackAndIsTheSameEveryTime() throws Exception {
    Map<String, Tensor> tensors =
        Map.of("b", Fixtures.range(DType.I64, 3), "a", Fixtures.range(DType.F16, 2, 2));
    Npz.write(directory.resolve("1.npz"), tensors);
    Npz.write(directory.resolve("2.npz"), tensors);
    assertArrayEquals(
        Files.readAllBytes(directory.resolve("1.npz")),
        Files.readAllBytes(directory.resolve("2.npz")));
    Map<String, Tensor> back = Npz.read(directory.resolve("1.npz"));
    tensors.forEach((name, t) -> assertEquals(Fixtures.text(t), Fixtures.text(back.get(name))));
  }

  @Test
  void refusesABomb() throws Exception {
    byte[] bomb = zip("a.npy", new byte[10_000_000]);
    assertTrue(bomb.length < 20_000);
    Path file = Fixtures.write(directory.resolve("bomb.npz"), bomb);
    String message =
        assertThrows(CompileException.class, () -> Npz.read(file, new HeapBudget(1_000_000)))
            .getMessage();
    assertTrue(message.contains("a.npy") && message.contains("more than the heap"), message);
  }

  @Test
  void refusesOtherEntries() throws Exception {
    Path file = Fixtures.write(directory.resolve("x.npz"), zip("a.txt", new byte[3]));
    assertTrue(refusal(file).contains("a.txt: error: not an .npy entry"));
    Fixtures.write(file, zip("a.npy", new byte[3]));
    assertTrue(refusal(file).contains("no npy magic"));
    Fixtures.write(file, new byte[100]);
    assertTrue(refusal(file).contains("damaged archive"));
  }

  @Test
  void readsTheSharedData() {
    Path file = SharedData.find("onnx-graphs/TinyViT-Demo/inputs.npz");
    assertTrue(Npz.read(file).values().iterator().next().size() > 0);
  }

  @Test
  void survivesDamage() throws Exception {
    Mutations.fuzz(
        directory, "all.npz", Fixtures.bytes("all.npz"), Mutations.count(1500), Npz::read);
    Mutations.fuzz(
        directory, "c.npz", Fixtures.bytes("compressed.npz"), Mutations.count(1500), Npz::read);
  }
}
