package org.sinter.frontend.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.frontend.Mutations;
import org.sinter.frontend.SharedData;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;

class SafetensorsTest {
  @TempDir Path directory;

  private Path file(String header, int bytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    return Fixtures.write(
        directory.resolve("a.safetensors"), file.putLong(text.length).put(text).array());
  }

  private String refusal(Path file) {
    return assertThrows(CompileException.class, () -> Safetensors.read(file)).getMessage();
  }

  /** {@code read} touches every element. */
  private static void readAll(Path file) {
    Safetensors.read(file).tensors().values().forEach(Fixtures::text);
  }

  @Test
  void readsWhatTheLibraryWrites() {
    Safetensors file = Safetensors.read(Fixtures.file(directory, "all.safetensors"));
    assertEquals(Map.of("format", "np"), file.metadata());
    Map<String, Tensor> tensors = file.tensors();
    assertEquals(8, tensors.size());
    assertEquals("i32[]: 5.0", Fixtures.text(tensors.get("scalar")));
    assertEquals("f32[0, 3]:", Fixtures.text(tensors.get("empty")));
    assertEquals("bool[2, 3]: 0.0 0.0 0.0 1.0 1.0 1.0", Fixtures.text(tensors.get("c.bool")));
    for (String name : List.of("a.f32", "b.bf16", "d.i64", "e.e4m3", "f.f16")) {
      assertTrue(
          Fixtures.text(tensors.get(name)).endsWith("[2, 3]: 0.0 1.0 2.0 3.0 4.0 5.0"), name);
    }
  }

  @Test
  void everyTypeComesBack() {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (DType type : DType.values()) {
      tensors.put(type + " \"\u00e9\"", Fixtures.range(type, 1, 2));
    }
    Path path = directory.resolve("w.safetensors");
    Safetensors.write(path, tensors, Map.of("k", "v"));
    Safetensors file = Safetensors.read(path);
    assertEquals(tensors.keySet(), file.entries().keySet());
    assertEquals("v", file.metadata().get("k"));
    tensors.forEach(
        (name, tensor) -> {
          Tensor back = file.entry(name).tensor();
          Elements elements = file.entry(name).elements();
          assertEquals(tensor.real(1), back.real(1), name);
          assertEquals(tensor.real(1), elements.real(1), name);
          ByteBuffer bytes =
              ByteBuffer.allocate(2 * back.type().bytes()).order(ByteOrder.LITTLE_ENDIAN);
          elements.read(0, 2, bytes);
          assertEquals(back.bytes(), bytes.flip(), name);
        });
  }

  @Test
  void writesTheSameBytesEveryTime() throws Exception {
    Map<String, Tensor> tensors =
        Map.of(
            "b",
            Fixtures.range(DType.U8, 3),
            "a",
            Fixtures.range(DType.F32, 2),
            "c",
            Fixtures.range(DType.I8));
    Path one = directory.resolve("1");
    Path two = directory.resolve("2");
    Safetensors.write(one, tensors, Map.of());
    Safetensors.write(two, new TreeMap<>(tensors), Map.of());
    assertArrayEquals(Files.readAllBytes(one), Files.readAllBytes(two));
    Safetensors read = Safetensors.read(one);
    assertTrue(read.entry("a").slice().offset() < read.entry("b").slice().offset());
    assertEquals(0, read.entry("a").slice().offset() % 8);
  }

  @Test
  void writesInPieces() {
    Path path = directory.resolve("w");
    Map<String, Tensor> tensors =
        Map.of("f4", Fixtures.range(DType.F4E2M1, 70_002), "i4", Fixtures.range(DType.I4, 131_073));
    Safetensors.write(path, tensors, Map.of());
    tensors.forEach(
        (name, tensor) -> {
          Tensor back = Safetensors.read(path).entry(name).tensor();
          for (long i = 0; i < tensor.size(); i++) {
            assertEquals(tensor.real(i), back.real(i), name);
          }
        });
  }

  @Test
  void refusesAnOddNumberOfHalfBytes() {
    Path path = directory.resolve("w");
    Map<String, Tensor> odd = Map.of("x", Fixtures.range(DType.F4E2M1, 3));
    assertThrows(CompileException.class, () -> Safetensors.write(path, odd, Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'x':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | 4 bytes of data for f32[2]",
        "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 3 | leave the file's 3 bytes",
        "{'x':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | 4 | leave the file",
        "{'x':{'dtype':'F32','shape':[1],'data_offsets':[-4,0]}} | 4 | leave the file",
        "{'x':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | 4 | impossible shape",
        "{'x':{'dtype':'F32','shape':[1073741824,1073741824,1073741824],'data_offsets':[0,4]}} | 4 | impossible",
        "{'x':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,4]}} | 4 | damaged header",
        "{'x':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}} | 4 | whole number",
        "{'x':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | 4 | not a begin and an end",
        "{'x':{'dtype':'C64','shape':[1],'data_offsets':[0,8]}} | 8 | dtype 'C64' is not supported",
        "{'x':{'dtype':'F32','shape':[1]}} | 4 | are needed",
        "{'x':{'dtype':'F32','size':[1]}} | 4 | unknown key 'size'",
        "{'x':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'y':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}} | 3 | overlaps",
        "{'x':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}} | 2 | hole",
        "{'x':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}} | 2 | belong to no tensor",
        "{'x':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'x':{'dtype':'U8','shape':[1],'data_offsets':[0,1]}} | 1 | second tensor",
        "{'__metadata__':{'a':1}} | 0 | expected VALUE_STRING",
        "{} x | 0 | damaged header",
        "{} {} | 0 | text after",
        "{'x': | 0 | damaged header",
        "[] | 0 | expected START_OBJECT"
      })
  void refusesDamage(String header, int bytes, String reason) {
    String message = refusal(file(header.replace('\'', '"'), bytes));
    assertTrue(message.contains("a.safetensors") && message.contains(reason), message);
  }

  @Test
  void refusesAbsurdHeaders() {
    Path path = directory.resolve("a");
    assertTrue(refusal(Fixtures.write(path, new byte[7])).contains("no safetensors"));
    for (long length : new long[] {-1, 1, Long.MAX_VALUE, 100_000_001}) {
      ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
      assertTrue(refusal(Fixtures.write(path, bytes.array())).contains("does not fit"));
    }
    String deep = "{\"x\":" + "[".repeat(100_000);
    assertTrue(refusal(file(deep, 0)).contains("a.safetensors"));
  }

  @Test
  void readsTheSharedData() {
    Safetensors file = Safetensors.read(SharedData.find("models/stories656k/model.safetensors"));
    assertEquals(List.of(2048L, 128L), file.entry("lm_head.weight").shape());
    assertThrows(CompileException.class, () -> file.entry("absent"));
  }

  @Test
  void survivesDamage() throws Exception {
    byte[] valid = Fixtures.bytes("all.safetensors");
    Mutations.fuzz(directory, "st", valid, Mutations.count(4000), SafetensorsTest::readAll);
  }
}
