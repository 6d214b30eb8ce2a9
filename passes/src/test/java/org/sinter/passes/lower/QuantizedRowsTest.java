package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.interp.ProgramInterpreter;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Softmax;

/** Rows are quantized where they are made. */
class QuantizedRowsTest {
  private static final List<Tile> TILES = List.of(Tile.of(64, 32), Tile.of(16, 16));

  private final Random random = new Random(5);

  private Tensor random(TensorType type) {
    long[] shape = type.dims().stream().mapToLong(d -> d.evaluate(s -> 3L)).toArray();
    Tensor tensor = Tensor.allocate(type.dtype(), shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, type.dtype().isFloat() ? random.nextGaussian() : random.nextInt(4));
    }
    return tensor;
  }

  private Value weight(DType type, long... shape) {
    return Constant.of("w", random(TensorType.of(type, shape)));
  }

  private static Value rows(Graph.Builder b, long columns) {
    return b.param("x", TensorType.of(DType.F32, 2, 3, columns));
  }

  private static List<Value> quantized(Graph.Builder b, Value x) {
    return new ArrayList<>(b.addAll(new QuantizeRows(), List.of(x)));
  }

  /** The kernels' names with the number of their outputs; the results are the graph's. */
  private String kernels(Function<Graph.Builder, List<Value>> build) {
    Graph.Builder b = new Graph.Builder("test");
    List<Value> results = build.apply(b);
    Graph graph = b.build(results.stream().map(r -> "y" + results.indexOf(r)).toList(), results);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    graph.params().forEach(p -> inputs.put(p.name(), random(p.type())));
    List<Program> programs = LowerToKernels.run(graph, TILES);
    programs.forEach(p -> compare(GraphInterpreter.run(graph, inputs), p, inputs));
    List<String> names = new ArrayList<>();
    for (Program.Call call : programs.get(0).calls()) {
      programs.get(0).kernels().stream()
          .filter(k -> k.name().equals(call.kernel()))
          .forEach(k -> names.add(k.name().replaceAll("-\\d+$", "") + " " + k.outputs()));
    }
    return String.join(", ", names);
  }

  private static void compare(
      Map<String, Tensor> expected, Program program, Map<String, Tensor> inputs) {
    Map<String, Tensor> found = ProgramInterpreter.run(program, inputs);
    expected.forEach(
        (name, tensor) -> {
          for (int i = 0; i < tensor.size(); i++) {
            double tolerance = 2e-5 * Math.max(1, Math.abs(tensor.real(i)));
            assertEquals(tensor.real(i), found.get(name).real(i), tolerance, name + " at " + i);
          }
        });
  }

  @Test
  void aloneReadsWhatLiesInMemory() {
    assertEquals("quantize-rows 2", kernels(b -> quantized(b, rows(b, 40))));
  }

  @Test
  void otherShapesInMemoryAreReadAsRows() {
    assertEquals(
        "attention 1, quantize-rows 2",
        kernels(
            b -> {
              Value x = b.param("x", TensorType.of(DType.F32, 2, 3, 4, 8));
              Value y = b.add(new Attention(1, 0), x, x, x);
              Value flat = new Formula(b).reshape(y, TensorType.of(DType.F32, 2, 3, 32).dims());
              return quantized(b, flat);
            }));
  }

  @Test
  void elementwiseIsReadInline() {
    assertEquals(
        "quantize-rows 2",
        kernels(b -> quantized(b, new Formula(b).add(rows(b, 33), weight(DType.F32, 33)))));
  }

  @Test
  void normKeepsItsRowNearWhenNobodyElseReadsIt() {
    assertEquals(
        "layer-norm 2",
        kernels(
            b ->
                quantized(
                    b,
                    b.add(
                        new LayerNorm(1e-5),
                        rows(b, 33),
                        weight(DType.F32, 33),
                        weight(DType.F32, 33)))));
    assertEquals("rms-norm 2", kernels(b -> quantized(b, b.add(new RmsNorm(1e-5), rows(b, 33)))));
    assertEquals("softmax 2", kernels(b -> quantized(b, b.add(new Softmax(-1), rows(b, 33)))));
  }

  @Test
  void normWritesItsRowForOthers() {
    assertEquals(
        "layer-norm 3",
        kernels(
            b -> {
              Value y = b.add(new LayerNorm(1e-5), rows(b, 33));
              List<Value> all = quantized(b, y);
              all.add(y);
              return all;
            }));
  }

  @Test
  void sameRowsInAnotherShape() {
    assertEquals(
        "layer-norm 3",
        kernels(
            b -> {
              Value y = b.add(new LayerNorm(1e-5), rows(b, 32));
              Value flat = new Formula(b).reshape(y, TensorType.of(DType.F32, 6, 32).dims());
              return quantized(b, flat);
            }));
  }

  @Test
  void otherRowsAreNotTheNorms() {
    assertEquals(
        "layer-norm 1, quantize-rows 2",
        kernels(
            b -> {
              Value y = b.add(new LayerNorm(1e-5), rows(b, 32));
              Value flat = new Formula(b).reshape(y, TensorType.of(DType.F32, 12, 16).dims());
              return quantized(b, flat);
            }));
  }

  @Test
  void embeddingOfNarrowRowsIsReadInline() {
    assertEquals(
        "check 0, layer-norm 2",
        kernels(
            b -> {
              Formula f = new Formula(b);
              Value ids = b.param("ids", TensorType.of(DType.I64, 2, 3));
              Value words = b.add(new Gather(0), weight(DType.I8, 4, 33), ids);
              Value scales = b.add(new Gather(0), weight(DType.F32, 4, 1), ids);
              Value x = f.mul(f.convert(words, DType.F32), scales);
              return quantized(b, b.add(new LayerNorm(1e-5), x));
            }));
  }

  @Test
  void productsAreQuantizedOnceAllTheirColumnsAreThere() {
    assertEquals(
        "product 1, quantize-rows 2",
        kernels(
            b -> {
              Value y = new Formula(b).matMul(rows(b, 8), weight(DType.F32, 8, 40));
              return quantized(b, b.add(new Gelu(Gelu.Form.TANH), y));
            }));
  }
}
