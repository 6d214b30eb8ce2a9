package org.sinter.cli.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Encoded;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.Ports;
import org.sinter.cli.data.TokenDataset;
import org.sinter.cli.data.Unit;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/**
 * What all candidates are timed on.
 *
 * @param ports what the baseline takes
 * @param inputs the baseline's
 * @param texts what inputs are of, for candidates that take others; null: the rows of {@code
 *     inputs}
 */
record Sample(String name, Ports ports, Map<String, Tensor> inputs, Dataset texts) {
  private static final int TEXTS = 32;

  /** Made-up inputs of a shape. */
  static Sample of(Shape shape, Ports ports, InputMaker maker) {
    return new Sample(shape.toString(), ports, maker.make(ports.inputs(), shape), null);
  }

  /** Texts spread over a data set, as they come, in one batch; else its first batch. */
  static Sample of(Dataset data, Ports ports) {
    Dataset some = data instanceof TokenDataset tokens ? spread(tokens) : data;
    String name =
        (data instanceof TokenDataset ? some.units() + " of " : "first of ") + data.name();
    return new Sample(name, ports, some.batches(ports).iterator().next().inputs(), some);
  }

  private static Dataset spread(TokenDataset data) {
    List<Unit> all = data.list();
    int count = Math.min(TEXTS, all.size());
    List<Unit> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Unit unit = all.get((int) ((long) i * all.size() / count));
      some.add(new Unit(List.of(unit.rows().get(i % unit.rows().size())), Double.NaN));
    }
    return new TokenDataset(data.name(), Form.TEXTS, some);
  }

  /** The leading dim of the inputs. */
  long rows() {
    return inputs.values().stream()
        .filter(tensor -> tensor.shape().length > 0)
        .mapToLong(tensor -> tensor.shape()[0])
        .findFirst()
        .orElse(1);
  }

  /** For a candidate: its own inputs, made of the same tokens where it takes others. */
  Map<String, Tensor> inputs(Ports candidate) {
    boolean same =
        candidate.inputs().stream()
            .allMatch(
                input ->
                    ports.inputs().stream()
                        .anyMatch(o -> o.name().equals(input.name()) && rank(o) == rank(input)));
    Dataset others = texts != null || same ? texts : tokens();
    return same ? inputs : others.batches(candidate).iterator().next().inputs();
  }

  private static int rank(TensorSpec spec) {
    return spec.shape().size();
  }

  /** The rows of the baseline's token ids. */
  private Dataset tokens() {
    TensorSpec spec =
        ports
            .ids()
            .filter(ids -> rank(ids) == 2)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the candidates take other inputs, and there are no token ids to make them"
                            + " of in "
                            + ports.inputs()));
    List<Unit> units = new ArrayList<>();
    for (long[] row : Encoded.rows(inputs.get(spec.name()))) {
      units.add(new Unit(List.of(Encoded.of(row)), Double.NaN));
    }
    return new TokenDataset(name, Form.TEXTS, units);
  }
}
