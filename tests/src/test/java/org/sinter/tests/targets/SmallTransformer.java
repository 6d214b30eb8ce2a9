package org.sinter.tests.targets;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.LayerNorm;

/** An encoder of two layers with seeded weights: embeddings, masked attention, gelu, layer norm. */
public final class SmallTransformer {
  static final int WORDS = 100;

  private static final Dim BATCH = Dim.symbol("batch");
  private static final Dim SEQ = Dim.symbol("seq");
  private static final int POSITIONS = 64;
  private static final int WIDTH = 48;
  private static final int HEADS = 4;
  private static final int INNER = 192;
  private static final int LAYERS = 2;

  private final Graph.Builder b = new Graph.Builder("small");
  private final Formula f = new Formula(b);
  private final Random random = new Random(7);
  private int constants;

  private SmallTransformer() {}

  public static Graph graph() {
    return graph(10000);
  }

  /** Scores of hidden keys are lower by {@code hidden}. */
  public static Graph graph(double hidden) {
    return new SmallTransformer().build(hidden);
  }

  /** {@code lengths} texts, padded on the right. */
  public static Map<String, Tensor> inputs(int... lengths) {
    int longest = java.util.Arrays.stream(lengths).max().orElseThrow();
    Random random = new Random(longest);
    Tensor ids = Tensor.allocate(DType.I64, lengths.length, longest);
    Tensor mask = Tensor.allocate(DType.I64, lengths.length, longest);
    for (int i = 0; i < lengths.length; i++) {
      for (int j = 0; j < lengths[i]; j++) {
        ids.set((long) i * longest + j, (long) random.nextInt(WORDS));
        mask.set((long) i * longest + j, 1L);
      }
    }
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    inputs.put("input_ids", ids);
    inputs.put("attention_mask", mask);
    return inputs;
  }

  private Graph build(double hidden) {
    TensorType type = new TensorType(DType.I64, List.of(BATCH, SEQ));
    Value ids = b.param("input_ids", type);
    Value given = b.param("attention_mask", type);
    b.bound("seq", POSITIONS);
    Value words = b.add(new Gather(0), weights(1, WORDS, WIDTH), ids);
    Value places =
        b.add(new Gather(0), weights(1, POSITIONS, WIDTH), b.add(new Iota(DType.I64, SEQ)));
    Value x = norm(f.add(words, places));
    Value ones = f.reshape(f.convert(given, DType.F32), List.of(BATCH, Dim.ONE, Dim.ONE, SEQ));
    Value mask = f.mul(f.add(ones, -1), hidden);
    for (int layer = 0; layer < LAYERS; layer++) {
      x = norm(f.add(x, attention(x, mask)));
      Value inner = b.add(new Gelu(Gelu.Form.ERF), linear(x, WIDTH, INNER));
      x = norm(f.add(x, linear(inner, INNER, WIDTH)));
    }
    return b.build(List.of("last_hidden_state"), List.of(x));
  }

  private Value attention(Value x, Value mask) {
    List<Dim> split = List.of(BATCH, SEQ, Dim.of(HEADS), Dim.of(WIDTH / HEADS));
    Value q = f.reshape(linear(x, WIDTH, WIDTH), split);
    Value k = f.reshape(linear(x, WIDTH, WIDTH), split);
    Value v = f.reshape(linear(x, WIDTH, WIDTH), split);
    Value mixed = b.add(new Attention(1 / Math.sqrt(WIDTH / (double) HEADS), 0), q, k, v, mask);
    return linear(f.reshape(mixed, List.of(BATCH, SEQ, Dim.of(WIDTH))), WIDTH, WIDTH);
  }

  private Value linear(Value x, int from, int to) {
    return f.add(f.matMul(x, weights(1 / Math.sqrt(from), from, to)), weights(0.1, to));
  }

  private Value norm(Value x) {
    return b.add(new LayerNorm(1e-12), x, weights(1, WIDTH), weights(0.1, WIDTH));
  }

  private Value weights(double scale, long... shape) {
    Tensor tensor = Tensor.allocate(DType.F32, shape);
    for (long i = 0; i < tensor.size(); i++) {
      tensor.set(i, scale * random.nextGaussian());
    }
    return Constant.of("w" + constants++, tensor);
  }
}
