package org.sinter.tests.equivalence;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Tile;
import org.sinter.runtime.Model;

/**
 * Constants of 4 bits, two in a byte: the native code takes them apart as the interpreter reads.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class NibblesTest {
  private static final List<CpuLevel> LEVELS = List.of(CpuLevel.V4, CpuLevel.V3, CpuLevel.V2);

  @TempDir static Path directory;

  private static Constant random(DType type, long... shape) {
    Random random = new Random(5);
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, (long) random.nextInt(16) - (type == DType.I4 ? 8 : 0));
    }
    return Constant.of(type + "-" + shape.length, tensor);
  }

  private static Constant scales(long... shape) {
    Random random = new Random(6);
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, random.nextGaussian());
    }
    return Constant.of("scales", tensor);
  }

  /**
   * A product by groups of 32, rows of a table, and codes as they are, of an even and odd count.
   */
  private static Graph graph(DType type) {
    Graph.Builder b = new Graph.Builder("nibbles-" + type);
    Formula f = new Formula(b);
    var x = b.param("x", TensorType.of(DType.F32, 70, 320));
    var ids = b.param("ids", TensorType.of(DType.I64, 9));
    Value w = f.mul(f.convert(random(type, 10, 32, 70), DType.F32), scales(10, 1, 70));
    Value y = f.matMul(x, f.reshape(w, TensorType.of(DType.F32, 320, 70).dims()));
    Value rows = f.convert(b.add(new Gather(0), random(type, 40, 8, 32), ids), DType.F32);
    Value odd = f.convert(random(type, 3, 701), DType.F32);
    return b.build(List.of("y", "rows", "odd"), List.of(y, rows, f.add(odd, f.literal(odd, 1))));
  }

  private static Map<String, Tensor> inputs() {
    Random random = new Random(7);
    Tensor x = Tensor.allocate(DType.F32, 70, 320);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, random.nextGaussian());
    }
    return Map.of("x", x, "ids", Tensor.of(new long[] {0, 1, 39, -1, 7, 8, 9, 20, 2}, 9));
  }

  private static void same(DType type) {
    Graph graph = graph(type);
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs());
    try (NativeModel model = new NativeModel(graph, directory, LEVELS, List.of(1, 2))) {
      for (Map.Entry<String, Model> each : model.models().entrySet()) {
        Map<String, Tensor> found = NativeModel.run(each.getValue(), inputs());
        assertNull(Differences.of(expected, found), each.getKey());
      }
    }
  }

  @Test
  void signed() {
    same(DType.I4);
  }

  @Test
  void unsigned() {
    same(DType.U4);
  }

  /** Half a byte for each weight in memory, and nothing wider made of all of them. */
  @Test
  void twoInAByte() {
    var program = LowerToKernels.run(graph(DType.I4), List.of(Tile.of(64, 32))).get(0);
    List<TensorType> constants = program.constants().stream().map(Value::type).toList();
    assertTrue(constants.contains(TensorType.of(DType.I32, 2, 40, 48)), "the product's, in words");
    assertTrue(constants.contains(TensorType.of(DType.U8, 40, 4, 1, 32)), "the table's, in bytes");
    long arena = program.arena().evaluate(s -> 1L);
    assertTrue(arena < 320 * 70 * 4, "arena of " + arena);
  }
}
