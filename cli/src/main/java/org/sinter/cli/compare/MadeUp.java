package org.sinter.cli.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.data.Batch;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Encoded;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.Ports;
import org.sinter.cli.data.TokenDataset;
import org.sinter.cli.data.Unit;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** Made-up inputs as a data set, where there is none: they tell how near candidates are. */
record MadeUp(List<String> checks, List<Shape> shapes) implements Dataset {
  private static final int UNITS = 32;

  /** Rows of random tokens where a model takes tokens, else tensors of these shapes. */
  static Dataset of(Ports ports, List<String> checks, List<Shape> shapes) {
    MadeUp made = new MadeUp(checks, shapes);
    try {
      Dataset tokens = made.tokens(ports);
      tokens.batches(ports);
      return tokens;
    } catch (IllegalArgumentException e) {
      return made; // not a model of tokens alone
    }
  }

  private Dataset tokens(Ports ports) {
    TensorSpec ids =
        ports.ids().orElseThrow(() -> new IllegalArgumentException("no input of token ids"));
    List<Unit> units = new ArrayList<>();
    for (int i = 0; i < UNITS; i++) {
      Tensor made = new InputMaker(checks, i).make(List.of(ids), shape(i)).get(ids.name());
      long[] row = made.shape().length == 2 ? Sample.rows(made)[0] : new long[0];
      if (row.length == 0) {
        throw new IllegalArgumentException("no rows of token ids");
      }
      units.add(new Unit(List.of(Encoded.of(cut(row, i))), Double.NaN));
    }
    return new TokenDataset(name(), Form.TEXTS, units);
  }

  /** Texts of unequal length. */
  private static long[] cut(long[] row, int seed) {
    return Arrays.copyOf(row, Math.max(1, row.length - row.length * (seed % 4) / 8));
  }

  private Shape shape(int unit) {
    return shapes.get(unit % shapes.size());
  }

  @Override
  public String name() {
    return "made-up inputs";
  }

  @Override
  public Form form() {
    return Form.TENSORS;
  }

  @Override
  public int units() {
    return UNITS;
  }

  @Override
  public double[] gold() {
    double[] gold = new double[UNITS];
    Arrays.fill(gold, Double.NaN);
    return gold;
  }

  @Override
  public Iterable<Batch> batches(Ports ports) {
    return () -> IntStream.range(0, UNITS).mapToObj(i -> batch(ports, i)).iterator();
  }

  private Batch batch(Ports ports, int unit) {
    Map<String, Tensor> inputs = new InputMaker(checks, unit).make(ports.inputs(), shape(unit));
    return new Batch(inputs, new int[] {unit}, new int[1], null, Map.of());
  }
}
