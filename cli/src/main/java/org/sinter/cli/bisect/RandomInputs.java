package org.sinter.cli.bisect;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.data.Batch;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.Ports;

/** Where there are no data: random inputs of a few shapes, the same every time. */
public record RandomInputs(InputMaker maker) implements Dataset {
  private static final int UNITS = 3;

  @Override
  public String name() {
    return "random inputs";
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
    List<Shape> shapes = Shape.defaults(ports.symbols(), ports.inputs());
    return () ->
        IntStream.range(0, UNITS)
            .mapToObj(i -> batch(ports, i, shapes.get(Math.min(i, shapes.size() - 1))))
            .iterator();
  }

  private Batch batch(Ports ports, int unit, Shape shape) {
    return new Batch(
        maker.make(ports.inputs(), shape), new int[] {unit}, new int[1], null, Map.of());
  }
}
