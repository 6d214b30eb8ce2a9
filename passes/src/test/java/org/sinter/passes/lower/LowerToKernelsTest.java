package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.interp.ProgramInterpreter;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Where;

/** Programs compute what their graphs mean, whatever the tile. */
class LowerToKernelsTest {
  private static final List<Tile> TILES =
      List.of(Tile.of(64, 32), Tile.of(32, 16), Tile.of(16, 16), Tile.of(16, 32));
  private static final Dim BATCH = Dim.symbol("batch");
  private static final Dim SEQ = Dim.symbol("seq");

  private final Map<String, Long> sizes = new LinkedHashMap<>(Map.of("batch", 2L, "seq", 5L));
  private final Random random = new Random(7);

  private static TensorType f32(Object... dims) {
    return type(DType.F32, dims);
  }

  private static TensorType type(DType type, Object... dims) {
    return new TensorType(
        type,
        List.of(dims).stream().map(d -> d instanceof Dim dim ? dim : Dim.of((Integer) d)).toList());
  }

  private Tensor random(TensorType type) {
    long[] shape = type.dims().stream().mapToLong(d -> d.evaluate(sizes::get)).toArray();
    Tensor tensor = Tensor.allocate(type.dtype(), shape);
    for (int i = 0; i < tensor.size(); i++) {
      if (type.dtype().isFloat()) {
        tensor.set(i, 0.5 * random.nextGaussian());
      } else {
        tensor.set(i, (long) random.nextInt(4));
      }
    }
    return tensor;
  }

  private Value weight(String name, int... shape) {
    long[] dims = java.util.Arrays.stream(shape).asLongStream().toArray();
    return Constant.of(name, random(TensorType.of(DType.F32, dims)));
  }

  /** Builds a graph of the given inputs and compares its programs with the graph itself. */
  private List<Program> check(Function<Graph.Builder, List<Value>> build) {
    Graph.Builder b = new Graph.Builder("test");
    List<Value> results = build.apply(b);
    List<String> names = new java.util.ArrayList<>();
    results.forEach(r -> names.add("out" + names.size()));
    Graph graph = b.build(names, results);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Param param : graph.params()) {
      inputs.put(param.name(), random(param.type()));
    }
    Map<String, Tensor> expected = GraphInterpreter.run(graph, inputs);
    List<Program> programs = LowerToKernels.run(graph, TILES);
    for (Program program : programs) {
      Map<String, Tensor> found = ProgramInterpreter.run(program, inputs);
      expected.forEach((name, tensor) -> assertClose(tensor, found.get(name), program));
    }
    return programs;
  }

  /** Sums in f32 of up to a few hundred terms against sums in f64. */
  private static void assertClose(Tensor expected, Tensor found, Program program) {
    assertEquals(expected.type(), found.type());
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      double e = expected.real(i);
      assertEquals(e, found.real(i), 2e-5 * Math.max(1, Math.abs(e)), program.name() + " at " + i);
    }
  }

  @Test
  void productWithBiasAndGeluIsOneKernel() {
    for (int n : new int[] {48, 96, 20, 3, 100}) {
      List<Program> programs =
          check(
              b -> {
                Formula f = new Formula(b);
                Value x = b.param("x", f32(BATCH, SEQ, 24));
                Value y = f.add(f.matMul(x, weight("w", 24, n)), weight("b", n));
                return List.of(b.add(new Gelu(Gelu.Form.ERF), y));
              });
      assertEquals(1, programs.get(0).calls().size());
    }
  }

  @Test
  void tileTails() {
    for (long seq = 1; seq < 20; seq += 3) {
      sizes.put("seq", seq);
      check(
          b -> {
            Formula f = new Formula(b);
            Value x = b.param("x", f32(SEQ, 7));
            return List.of(f.matMul(x, weight("w", 7, 50)));
          });
    }
  }

  @Test
  void batchedProductOfActivations() {
    check(
        b -> {
          Formula f = new Formula(b);
          Value x = b.param("x", f32(BATCH, 3, SEQ, 8));
          Value y = b.param("y", f32(BATCH, 3, SEQ, 8));
          Value scores = f.matMul(x, f.transpose(y, List.of(0, 1, 3, 2)));
          return List.of(f.mul(scores, 0.5), f.matMul(scores, y));
        });
  }

  @Test
  void residualAndNorms() {
    List<Program> programs =
        check(
            b -> {
              Formula f = new Formula(b);
              Value x = b.param("x", f32(BATCH, SEQ, 40));
              Value h = f.add(f.matMul(x, weight("w", 40, 40)), x);
              Value y = b.add(new LayerNorm(1e-5), h, weight("g", 40), weight("b", 40));
              return List.of(f.add(y, h), b.add(new RmsNorm(1e-6), h, weight("r", 40)));
            });
    assertEquals(3, programs.get(0).calls().size());
  }

  @Test
  void softmaxAndReductions() {
    check(
        b -> {
          Formula f = new Formula(b);
          Value x = b.param("x", f32(BATCH, SEQ, 9));
          return List.of(
              b.add(new Softmax(-1), f.mul(x, 2)),
              b.add(new Softmax(1), x),
              b.add(new Reduce(Reducer.MAX, List.of(1), false), x),
              b.add(new Reduce(Reducer.SUM, List.of(0, 2), true), f.mul(x, x)),
              f.mean(x, -1),
              b.add(new Reduce(Reducer.PROD, List.of(0, 1, 2), false), x));
        });
  }

  @Test
  void attentionWithGroupedHeadsAndMask() {
    for (long seq : new long[] {1, 5, 17, 40}) {
      sizes.put("seq", seq);
      check(
          b -> {
            Value q = b.param("q", f32(BATCH, SEQ, 4, 6));
            Value k = b.param("k", f32(BATCH, SEQ, 2, 6));
            Value v = b.param("v", f32(BATCH, SEQ, 2, 10));
            Value mask = b.param("mask", f32(BATCH, 1, 1, SEQ));
            Value bias = b.param("bias", f32(1, 4, SEQ, SEQ));
            return List.of(
                b.add(new Attention(0.4, 0), q, k, v),
                b.add(new Attention(0.4, 5), q, k, v, mask),
                b.add(new Attention(1, 0), q, k, v, new Formula(b).add(bias, mask)));
          });
    }
  }

  @Test
  void attentionOverSeveralBlocksOfKeys() {
    sizes.put("seq", 260L);
    check(
        b -> {
          Value q = b.param("q", f32(1, 2, 1, 3));
          Value k = b.param("k", f32(1, SEQ, 1, 3));
          Value v = b.param("v", f32(1, SEQ, 1, 5));
          return List.of(b.add(new Attention(0.4, 0), q, k, v));
        });
  }

  @Test
  void projectionsIntoAttentionNeedNoCopies() {
    List<Program> programs =
        check(
            b -> {
              Formula f = new Formula(b);
              Value x = b.param("x", f32(BATCH, SEQ, 24));
              List<Dim> heads = List.of(BATCH, SEQ, Dim.of(4), Dim.of(6));
              Value q = f.reshape(f.matMul(x, weight("q", 24, 24)), heads);
              Value k = f.reshape(f.matMul(x, weight("k", 24, 24)), heads);
              Value v = f.reshape(f.matMul(x, weight("v", 24, 24)), heads);
              Value o = b.add(new Attention(0.4, 0), q, k, v);
              return List.of(f.matMul(f.reshape(o, x.type().dims()), weight("o", 24, 24)));
            });
    assertEquals(5, programs.get(0).calls().size());
    assertEquals(2, programs.get(0).kernels().size());
  }

  @Test
  void embeddingsWithCheckedIndices() {
    Function<Graph.Builder, List<Value>> build =
        b -> {
          Value ids = b.param("ids", type(DType.I64, BATCH, SEQ));
          return List.of(b.add(new Gather(0), weight("table", 4, 10), ids));
        };
    List<Program> programs = check(build);
    Tensor wrong = Tensor.of(new long[] {0, 4}, 1, 2);
    Exception e =
        assertThrows(
            RuntimeException.class,
            () -> ProgramInterpreter.run(programs.get(0), Map.of("ids", wrong)));
    assertTrue(e.getMessage().contains("out of range"), e.getMessage());
  }

  @Test
  void layoutsAndConcatenation() {
    check(
        b -> {
          Formula f = new Formula(b);
          Value x = b.param("x", f32(BATCH, SEQ, 4, 6));
          Value t = f.transpose(x, List.of(0, 2, 1, 3));
          Value flat = f.reshape(t, List.of(BATCH.times(4), SEQ, Dim.of(6)));
          return List.of(
              f.add(flat, flat),
              b.add(new Concat(1), x, f.mul(x, x)),
              f.reshape(x, List.of(BATCH.times(SEQ), Dim.of(24))),
              x);
        });
  }

  @Test
  void rotaryAndProcedures() {
    check(
        b -> {
          Value x = b.param("x", f32(BATCH, SEQ, 3, 8));
          Value cos = b.param("cos", f32(SEQ, 1, 4));
          Value sin = b.param("sin", f32(SEQ, 1, 4));
          return List.of(
              b.add(new Rotary(false), x, cos, sin),
              b.add(new Rotary(true), x, cos, sin),
              b.add(new CumulativeSum(1, false, false), x));
        });
  }

  @Test
  void arenaIsReused() {
    Program program =
        check(
                b -> {
                  Formula f = new Formula(b);
                  Value x = b.param("x", f32(SEQ, 16));
                  for (int i = 0; i < 6; i++) {
                    x = f.matMul(x, weight("w" + i, 16, 16));
                  }
                  return List.of(x);
                })
            .get(0);
    assertEquals("128*seq", program.arena().toString());
    assertEquals(1, program.kernels().size());
  }

  @Test
  void columnsThatOnlyAMaskTellsApartAreKept() {
    check(
        b -> {
          Value index = b.add(new Iota(DType.I64, Dim.of(5)));
          Value two = b.add(Fill.scalar(DType.I64, 2));
          Value mask = b.add(new Combine(Binary.Function.LE), two, index);
          Value x = b.param("x", f32(3, 1, 5));
          return List.of(b.add(new Where(), mask, x, b.add(Fill.scalar(DType.F32, 0))));
        });
  }
}
