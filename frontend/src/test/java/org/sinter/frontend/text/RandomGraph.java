package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.TopK;

/** Graphs that only need to be well typed, with names, numbers and symbols of every kind. */
final class RandomGraph {
  private static final String[] NAMES = {"x", "a b", "12", "", "if", "h.0.w", "\u00fc\"\n", "x"};
  private static final String[] SYMBOLS = {"batch", "seq", "past", "odd name", "min"};

  private final Random random;
  private final Graph.Builder b;
  private final List<Value> values = new ArrayList<>();

  RandomGraph(long seed) {
    random = new Random(seed);
    b = new Graph.Builder(pick("graph", "g", "mat-mul-0", "", "a b"));
  }

  Graph graph() {
    for (int i = random.nextInt(4); i >= 0; i--) {
      values.add(b.param("p" + i + pick(NAMES), type()));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      values.add(constant());
    }
    for (int i = random.nextInt(11); i > 0; i--) {
      step();
    }
    List<String> names = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      names.add(pick("out" + names.size(), "last_hidden_state", "a b"));
      results.add(any());
    }
    return b.build(names, results);
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Value any() {
    return values.get(random.nextInt(values.size()));
  }

  private TensorType type() {
    List<Dim> dims = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      dims.add(
          pick(Dim.of(random.nextInt(5)), symbol(), symbol().times(symbol()).plus(3), mixed()));
    }
    return new TensorType(pick(DType.values()), dims);
  }

  private Dim mixed() {
    Dim sum = symbol().plus(symbol().times(random.nextInt(5)));
    return pick(sum.floorDiv(Dim.of(3)), sum.min(symbol()).max(Dim.of(2)), sum.mod(symbol()));
  }

  /** {@code past} may be 0 wherever it is named. */
  private Dim symbol() {
    String name = pick(SYMBOLS);
    if (random.nextInt(4) == 0) {
      b.bound(name, 1 + random.nextInt(1000));
    }
    return name.equals("past") ? Dim.symbolFromZero(name) : Dim.symbol(name);
  }

  private Constant constant() {
    DType type = pick(DType.values());
    Tensor tensor = Tensor.allocate(type, random.nextInt(4), 1 + random.nextInt(4));
    for (int i = 0; i < tensor.size(); i++) {
      if (type.isFloat()) {
        tensor.set(i, pick(random.nextGaussian(), 1.0 / 0, -0.0, 1e-9, 0.1));
      } else {
        tensor.set(i, random.nextLong());
      }
    }
    return Constant.of(pick(NAMES), tensor);
  }

  /** Adds a node if the op that was chosen takes the inputs that were chosen. */
  private void step() {
    Value x = any();
    try {
      switch (random.nextInt(11)) {
        case 0 -> values.add(b.add(new Apply(pick(Unary.Function.values())), x));
        case 1 -> values.add(b.add(new Combine(pick(Binary.Function.values())), x, any()));
        case 2 -> values.add(b.add(new Concat(random.nextInt(2)), x, any(), x));
        case 3 -> values.add(b.add(new Convert(pick(DType.values()), random.nextBoolean()), x));
        case 4 -> values.add(b.add(fill(pick(DType.values()))));
        case 5 -> values.add(b.add(new Reshape(List.of(x.type().size())), x));
        case 6 -> values.add(b.add(new Reduce(pick(Reducer.values()), List.of(-1), true), x));
        case 7 -> values.add(slice(x));
        case 8 -> values.addAll(b.addAll(new TopK(0, Dim.of(1), random.nextBoolean()), List.of(x)));
        case 9 -> values.add(nonZero(x));
        default -> values.add(b.add(new ArgReduce(0, true, random.nextBoolean()), x));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      values.add(x);
    }
  }

  private Fill fill(DType type) {
    List<Dim> shape = values.get(0).type().dims();
    return new Fill(type, shape, type.isFloat() ? random.nextGaussian() * 1e9 : random.nextLong());
  }

  private Value slice(Value x) {
    List<Dim> dims = x.type().dims();
    List<Dim> starts = dims.stream().map(d -> Dim.ZERO).toList();
    return b.add(new Slice(starts, dims, dims.stream().map(d -> 1L).toList()), x);
  }

  private Value nonZero(Value x) {
    String symbol = "found " + values.size();
    b.measured(symbol, x.type().size());
    return b.add(new NonZero(symbol), x);
  }
}
