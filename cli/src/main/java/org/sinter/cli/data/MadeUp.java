package org.sinter.cli.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Shape;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/**
 * Made-up inputs as a data set, where there is none, the same every time: they tell how near
 * candidates are.
 */
public record MadeUp(List<String> checks, List<Shape> shapes, int units) implements Dataset {
  /** Rows of random tokens where a model takes tokens, else tensors of these shapes. */
  public static Dataset of(Ports ports, List<String> checks, List<Shape> shapes, int units) {
    MadeUp made = new MadeUp(checks, shapes, units);
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
    List<Unit> texts = new ArrayList<>();
    for (int i = 0; i < units; i++) {
      Tensor made = new InputMaker(checks, i).make(List.of(ids), shape(i)).get(ids.name());
      long[] row = made.shape().length == 2 ? Encoded.rows(made)[0] : new long[0];
      if (row.length == 0) {
        throw new IllegalArgumentException("no rows of token ids");
      }
      texts.add(new Unit(List.of(Encoded.of(cut(row, i))), Double.NaN));
    }
    return new TokenDataset(name(), Form.TEXTS, texts);
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
  public Iterable<Batch> batches(Ports ports) {
    return () -> IntStream.range(0, units).mapToObj(i -> batch(ports, i)).iterator();
  }

  private Batch batch(Ports ports, int unit) {
    Map<String, Tensor> inputs = new InputMaker(checks, unit).make(ports.inputs(), shape(unit));
    return new Batch(inputs, new int[] {unit}, new int[1], null, Map.of());
  }
}
