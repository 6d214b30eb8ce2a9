package org.sinter.frontend.onnx.proto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.ir.diag.CompileException;

class OnnxTensorTest {
  @TempDir Path directory;

  private static Proto tensor(OnnxElement element, long... dims) {
    return Proto.of().text(8, "w").packed(1, dims).varint(2, element.code());
  }

  private OnnxTensor read(Proto tensor) {
    Path file = Proto.tensorModel(tensor).write(directory.resolve("m.onnx"));
    return OnnxReader.read(file).graph().initializers().get(0);
  }

  private ByteBuffer inline(Proto tensor) {
    return ((OnnxData.Inline) read(tensor).data()).bytes();
  }

  private void refused(Proto tensor, String part) {
    String message = assertThrows(CompileException.class, () -> read(tensor)).getMessage();
    assertTrue(message.contains("graph.initializer[0]") && message.contains(part), message);
  }

  @Test
  void decodesTypedFields() {
    assertEquals(-2, inline(tensor(OnnxElement.INT32, 2).packed(5, 1, -2)).getInt(4));
    assertEquals((byte) 200, inline(tensor(OnnxElement.UINT8, 1).packed(5, 200)).get(0));
    assertEquals(0x3c00, inline(tensor(OnnxElement.FLOAT16, 1).packed(5, 0x3c00)).getShort(0));
    assertEquals(1, inline(tensor(OnnxElement.BOOL, 1).packed(5, 7)).get(0));
    assertEquals(2, inline(tensor(OnnxElement.INT4, 3).packed(5, 0x21, 0x03)).remaining());
    assertEquals(1, inline(tensor(OnnxElement.UINT2, 3).packed(5, 0x21)).remaining());
    assertEquals(-3, inline(tensor(OnnxElement.INT64, 1).varint(7, -3)).getLong(0));
    assertEquals(4, inline(tensor(OnnxElement.UINT32, 1).varint(11, 9)).remaining());
    assertEquals(2f, inline(tensor(OnnxElement.FLOAT).float32(4, 2f)).getFloat(0));
    assertEquals(0, inline(tensor(OnnxElement.FLOAT, 0, 7)).remaining());
    assertEquals(
        new OnnxData.Strings(List.of("a", "b")),
        read(tensor(OnnxElement.STRING, 2).text(6, "a").text(6, "b")).data());
  }

  @Test
  void acceptsComplexAsStored() {
    OnnxTensor tensor = read(tensor(OnnxElement.COMPLEX64, 1).packedFloats(4, 1, 2));
    assertEquals(8, ((OnnxData.Stored) tensor.data()).slice().length());
  }

  @Test
  void refusesDataThatDoesNotFit() {
    refused(tensor(OnnxElement.FLOAT, 2), "has 0 bytes of data, expected 8");
    refused(tensor(OnnxElement.FLOAT, 2).raw(9, new byte[7]), "has 7 bytes of data, expected 8");
    refused(tensor(OnnxElement.INT64, 2).packed(7, 1), "has 1 values of data, expected 2");
    refused(tensor(OnnxElement.INT64, 1).packed(5, 1), "data in field 5, not 7");
    refused(tensor(OnnxElement.INT64, 1).packed(7, 1).raw(9, new byte[8]), "fields 7 and 9");
    refused(tensor(OnnxElement.FLOAT, 2).packedFloats(4, 1).packedFloats(4, 2), "several pieces");
    refused(tensor(OnnxElement.FLOAT, 2).packedFloats(4, 1).float32(4, 2), "several pieces");
    refused(tensor(OnnxElement.STRING, 2).text(6, "a"), "1 strings");
    refused(tensor(OnnxElement.STRING, 1).raw(9, new byte[1]), "string_data");
    refused(tensor(OnnxElement.FLOAT6E2M3, 4).raw(9, new byte[3]), "not supported");
    refused(tensor(OnnxElement.UNDEFINED, 1), "no element type");
    refused(Proto.of().varint(2, 77), "unknown element type 77");
    refused(Proto.of().message(3, Proto.of()), "segments");
  }

  @Test
  void refusesAbsurdShapes() {
    refused(tensor(OnnxElement.FLOAT, -1), "shape [-1]");
    refused(tensor(OnnxElement.FLOAT, 1L << 32, 1L << 32), "impossible shape");
    refused(tensor(OnnxElement.FLOAT, Long.MAX_VALUE), "impossible shape");
    refused(tensor(OnnxElement.FLOAT, new long[65]), "rank 65");
    assertEquals(0, read(tensor(OnnxElement.FLOAT, 1L << 40, 1L << 40, 0)).size());
  }
}
