package org.sinter.frontend.onnx.proto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.SharedData;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.frontend.onnx.proto.OnnxAttribute.Kind;
import org.sinter.ir.diag.CompileException;

class OnnxReaderTest {
  @TempDir Path directory;

  /** Everything that a model may hold, once. */
  static Proto everything() {
    Proto inner = Proto.of().text(2, "inner").message(1, Proto.of().text(4, "Identity"));
    Proto tensor = Proto.of().packed(1, 2).varint(2, 1).packedFloats(4, 1, 2).text(8, "t");
    Proto node =
        Proto.of()
            .text(1, "x")
            .text(1, "")
            .text(2, "y")
            .text(3, "n0")
            .text(4, "Op")
            .text(7, "ai.onnx")
            .message(5, Proto.of().text(1, "f").varint(20, 1).float32(2, 1.5f))
            .message(5, Proto.of().text(1, "i").varint(20, 2).varint(3, -7))
            .message(5, Proto.of().text(1, "s").varint(20, 3).text(4, "text"))
            .message(5, Proto.of().text(1, "t").varint(20, 4).message(5, tensor))
            .message(5, Proto.of().text(1, "g").varint(20, 5).message(6, inner))
            .message(5, Proto.of().text(1, "fs").varint(20, 6).packedFloats(7, 1, 2).float32(7, 3))
            .message(5, Proto.of().text(1, "is").varint(20, 7).packed(8, 1, -2).varint(8, 3))
            .message(5, Proto.of().text(1, "ss").varint(20, 8).text(9, "a").text(9, "b"))
            .message(5, Proto.of().text(1, "ts").varint(20, 9).message(10, tensor))
            .message(5, Proto.of().text(1, "gs").varint(20, 10).message(11, inner))
            .message(5, Proto.of().text(1, "r").varint(20, 2).text(21, "outer"));
    Proto shape =
        Proto.of()
            .message(1, Proto.of().text(2, "batch"))
            .message(1, Proto.of().varint(1, 4))
            .message(1, Proto.of());
    Proto type = Proto.of().message(1, Proto.of().varint(1, 1).message(2, shape));
    Proto graph =
        Proto.of()
            .text(2, "main")
            .message(1, node)
            .message(
                5,
                Proto.of()
                    .packed(1, 2, 2)
                    .varint(2, 2)
                    .raw(9, new byte[] {1, 2, 3, 4})
                    .text(8, "w"))
            .message(11, Proto.of().text(1, "x").message(2, type))
            .message(
                12,
                Proto.of().text(1, "y").message(2, Proto.of().message(1, Proto.of().varint(1, 7))))
            .message(13, Proto.of().text(1, "z").message(2, Proto.of().message(4, Proto.of())));
    Proto function =
        Proto.of()
            .text(1, "F")
            .text(4, "a")
            .text(5, "b")
            .text(6, "alpha")
            .message(7, Proto.of().text(4, "Neg"))
            .message(9, Proto.of().varint(2, 18))
            .text(10, "mine")
            .message(11, Proto.of().text(1, "beta").varint(20, 2).varint(3, 4));
    return Proto.model(graph).message(25, function).entry(14, "author", "me");
  }

  private OnnxModel read(Proto proto) {
    return OnnxReader.read(proto.write(directory.resolve("m.onnx")));
  }

  private String refusal(Proto proto) {
    return assertThrows(CompileException.class, () -> read(proto)).getMessage();
  }

  private void refused(Proto proto, String... parts) {
    String message = refusal(proto);
    assertTrue(message.contains("m.onnx: byte "), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }

  @Test
  void readsEveryPart() {
    OnnxModel model = read(everything());
    assertEquals(8, model.irVersion());
    assertEquals(Map.of("", 17L), model.opsets());
    assertEquals(Map.of("author", "me"), model.metadata());
    OnnxNode node = model.graph().nodes().get(0);
    assertEquals("graph.node[0]", node.place());
    assertEquals(List.of("x", ""), node.inputs());
    assertEquals("", node.domain());
    OnnxValueInfo x = model.graph().inputs().get(0);
    assertEquals(
        new OnnxType.Tensor(
            OnnxElement.FLOAT,
            Optional.of(
                List.of(new OnnxDim.Symbol("batch"), new OnnxDim.Fixed(4), new OnnxDim.Unknown()))),
        x.type());
    assertEquals(
        new OnnxType.Tensor(OnnxElement.INT64, Optional.empty()),
        model.graph().outputs().get(0).type());
    assertEquals(new OnnxType.Other("sequence"), model.graph().valueInfo().get(0).type());
  }

  @Test
  void readsEveryAttributeKind() {
    OnnxNode node = read(everything()).graph().nodes().get(0);
    assertEquals(1.5f, node.attribute("f").asFloat());
    assertEquals(-7, node.attribute("i").asInt());
    assertEquals("text", node.attribute("s").asString());
    assertEquals(List.of(2L), node.attribute("t").asTensor().dims());
    assertEquals("Identity", node.attribute("g").asGraph().nodes().get(0).opType());
    assertArrayEquals(new float[] {1, 2, 3}, node.attribute("fs").asFloats());
    assertArrayEquals(new long[] {1, -2, 3}, node.attribute("is").asInts());
    assertEquals(List.of("a", "b"), node.attribute("ss").asStrings());
    assertEquals(1, node.attribute("ts").asTensors().size());
    assertEquals("inner", node.attribute("gs").asGraphs().get(0).name());
    assertEquals("outer", node.attribute("r").reference());
    assertThrows(IllegalArgumentException.class, () -> node.attribute("i").asInts());
  }

  @Test
  void readsFunctions() {
    OnnxFunction function = read(everything()).functions().get(0);
    assertEquals("mine.F", function.domain() + "." + function.name());
    assertEquals(List.of("alpha"), function.attributes());
    assertEquals(4, function.defaults().get(0).asInt());
    assertEquals("functions[0].node[0]", function.nodes().get(0).place());
    assertEquals(Map.of("", 18L), function.opsets());
  }

  @Test
  void leavesDataInTheFile() {
    OnnxModel model = read(everything());
    OnnxTensor w = model.graph().initializers().get(0);
    OnnxData.Stored stored = (OnnxData.Stored) w.data();
    assertEquals(model.file(), stored.slice().file());
    assertEquals(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), stored.slice().map());
    OnnxTensor t = model.graph().nodes().get(0).attribute("t").asTensor();
    ByteBuffer floats = ((OnnxData.Stored) t.data()).slice().map();
    assertEquals(2f, floats.getFloat(4));
  }

  @Test
  void infersTheKindThatOldFilesLeaveOut() {
    OnnxModel model = read(Proto.attributeModel(Proto.of().text(1, "is").packed(8, 5)));
    assertEquals(Kind.INTS, model.graph().nodes().get(0).attribute("is").kind());
  }

  @Test
  void refusesWhatDisagrees() {
    refused(Proto.of(), "not an ONNX model");
    refused(
        Proto.attributeModel(Proto.of().text(1, "a").varint(20, 2).float32(2, 1)),
        "graph.node[0].attribute[0]",
        "declared INT but holds FLOAT");
    refused(Proto.attributeModel(Proto.of().text(1, "a").varint(20, 99)), "unknown type 99");
    refused(Proto.attributeModel(Proto.of().message(22, Proto.of())), "sparse");
    refused(Proto.attributeModel(Proto.of().text(1, "a").varint(20, 4)), "no value");
    refused(Proto.model(Proto.of().message(15, Proto.of())), "sparse");
    refused(Proto.model(Proto.of()).message(7, Proto.of()), "second graph");
    refused(Proto.model(Proto.of().message(1, Proto.of())), "without op_type");
    refused(Proto.model(Proto.of().raw(2, new byte[] {(byte) 0xc3, 0x28})), "UTF-8");
  }

  @Test
  void refusesNestingWithoutEnd() {
    Proto graph = Proto.of();
    for (int i = 0; i < 100; i++) {
      Proto attribute = Proto.of().text(1, "body").varint(20, 5).message(6, graph);
      graph = Proto.of().message(1, Proto.of().text(4, "If").message(5, attribute));
    }
    refused(Proto.model(graph), "nested deeper than 16");
  }

  @Test
  void staysWithinItsHeap() {
    Proto graph = Proto.of();
    for (int i = 0; i < 1000; i++) {
      graph.message(1, Proto.of().text(4, "A"));
    }
    Path file = Proto.model(graph).write(directory.resolve("m.onnx"));
    OnnxReader.read(file);
    String message =
        assertThrows(CompileException.class, () -> OnnxReader.read(file, new HeapBudget(100_000)))
            .getMessage();
    assertTrue(message.contains("100000 bytes of heap"), message);
  }

  @Test
  void refusesWhatIsNoFile() {
    assertThrows(CompileException.class, () -> OnnxReader.read(directory));
    assertThrows(CompileException.class, () -> OnnxReader.read(directory.resolve("absent")));
  }

  @Test
  void readsEveryModelInTheSharedData() throws Exception {
    int count = 0;
    try (var files = Files.walk(SharedData.find("."))) {
      for (Path file :
          (Iterable<Path>) files.filter(f -> f.toString().endsWith(".onnx"))::iterator) {
        assertTrue(OnnxReader.read(file).graph().outputs().size() > 0, file.toString());
        count++;
      }
    }
    assertTrue(count > 700, count + " models");
  }
}
