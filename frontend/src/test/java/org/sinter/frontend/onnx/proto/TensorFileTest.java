package org.sinter.frontend.onnx.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.Mutations;
import org.sinter.frontend.SharedData;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;

class TensorFileTest {
  @TempDir Path directory;

  private Path file(Proto proto) {
    return proto.write(directory.resolve("t.pb"));
  }

  private static Proto tensor(OnnxElement element, long... dims) {
    return Proto.of().packed(1, dims).varint(2, element.code()).text(8, "x");
  }

  private static double[] values(Tensor tensor) {
    return java.util.stream.LongStream.range(0, tensor.size()).mapToDouble(tensor::real).toArray();
  }

  private void check(Proto proto, DType type, double... values) {
    TensorFile read = TensorFile.read(file(proto));
    assertEquals("x", read.proto().name());
    assertEquals(type, read.tensor().type());
    org.junit.jupiter.api.Assertions.assertArrayEquals(values, values(read.tensor()));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  @Test
  void decodesEveryType() {
    check(tensor(OnnxElement.FLOAT, 2).packedFloats(4, 1, -2), DType.F32, 1, -2);
    check(tensor(OnnxElement.FLOAT16, 1).raw(9, bytes(0, 0xc0)), DType.F16, -2);
    check(tensor(OnnxElement.BFLOAT16, 1).packed(5, 0x3fc0), DType.BF16, 1.5);
    check(tensor(OnnxElement.FLOAT8E4M3FN, 1).packed(5, 0x38), DType.F8E4M3FN, 1);
    check(tensor(OnnxElement.FLOAT8E4M3FNUZ, 1).raw(9, bytes(0x40)), DType.F8E4M3FNUZ, 1);
    check(tensor(OnnxElement.FLOAT8E5M2, 1).raw(9, bytes(0x3c)), DType.F8E5M2, 1);
    check(tensor(OnnxElement.FLOAT8E5M2FNUZ, 1).raw(9, bytes(0x40)), DType.F8E5M2FNUZ, 1);
    check(tensor(OnnxElement.FLOAT8E8M0, 1).raw(9, bytes(0x80)), DType.F8E8M0, 2);
    check(tensor(OnnxElement.FLOAT4E2M1, 3).raw(9, bytes(0xf1, 7)), DType.F4E2M1, 0.5, -6, 6);
    check(tensor(OnnxElement.INT4, 3).packed(5, 0x8f, 1), DType.I4, -1, -8, 1);
    check(tensor(OnnxElement.UINT4, 2).raw(9, bytes(0x8f)), DType.U4, 15, 8);
    check(tensor(OnnxElement.INT2, 4).raw(9, bytes(0b10_01_00_11)), DType.I2, -1, 0, 1, -2);
    check(tensor(OnnxElement.UINT2, 4).packed(5, 0b10_01_00_11), DType.U2, 3, 0, 1, 2);
    check(tensor(OnnxElement.UINT64, 1).packed(11, -1), DType.U64, 0x1p64);
    check(tensor(OnnxElement.BOOL, 2).raw(9, bytes(0, 1)), DType.BOOL, 0, 1);
  }

  @Test
  void refusesWhatHasNoType() {
    TensorFile strings = TensorFile.read(file(tensor(OnnxElement.STRING, 1).text(6, "a")));
    assertEquals(new OnnxData.Strings(List.of("a")), strings.proto().data());
    assertTrue(
        assertThrows(CompileException.class, strings::tensor).getMessage().contains("STRING"));
    Proto complex = tensor(OnnxElement.COMPLEX64, 1).packedFloats(4, 1, 2);
    assertThrows(CompileException.class, () -> TensorFile.read(file(complex)).tensor());
  }

  @Test
  void tellsSequences() {
    Path file = file(Proto.of().varint(2, 1).message(3, tensor(OnnxElement.FLOAT, 0)));
    assertEquals(TensorFile.Kind.SEQUENCE_OR_OPTIONAL, TensorFile.kind(file));
    String message = assertThrows(CompileException.class, () -> TensorFile.read(file)).getMessage();
    assertTrue(message.contains("a sequence or an optional"), message);
  }

  @Test
  void readsTheNodeTests() throws Exception {
    TreeSet<String> refused = new TreeSet<>();
    TreeSet<DType> seen = new TreeSet<>();
    try (var files = Files.walk(SharedData.find("onnx-node-tests"))) {
      for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".pb"))::iterator) {
        try {
          seen.add(TensorFile.read(file).tensor().type());
        } catch (CompileException e) {
          refused.add(e.getMessage().replaceAll("(?s).*error: ", ""));
        }
      }
    }
    assertEquals(DType.values().length, seen.size());
    assertTrue(refused.stream().allMatch(m -> m.contains("STRING")), refused.toString());
  }

  @Test
  void survivesDamage() throws Exception {
    byte[] raw = tensor(OnnxElement.FLOAT4E2M1, 3, 5).raw(9, new byte[8]).toBytes();
    byte[] typed = tensor(OnnxElement.INT64, 2, 2).packed(7, 1, 2, 3, 4).toBytes();
    for (byte[] valid : new byte[][] {raw, typed}) {
      Mutations.fuzz(
          directory,
          "t.pb",
          valid,
          Mutations.count(1500),
          f -> values(TensorFile.read(f).tensor()));
    }
  }
}
