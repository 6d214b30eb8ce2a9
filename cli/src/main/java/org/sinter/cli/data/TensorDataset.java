package org.sinter.cli.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** Cases of tensors, each the inputs of one run and one unit. */
record TensorDataset(String name, List<Case> cases) implements Dataset {
  /**
   * One run.
   *
   * @param place the file, for messages
   */
  record Case(String place, Map<String, Tensor> inputs, Map<String, Tensor> expected) {}

  TensorDataset {
    cases = List.copyOf(cases);
  }

  @Override
  public Form form() {
    return Form.TENSORS;
  }

  @Override
  public int units() {
    return cases.size();
  }

  @Override
  public Iterable<Batch> batches(Ports ports) {
    return () ->
        IntStream.range(0, cases.size()).mapToObj(i -> batch(ports, i, cases.get(i))).iterator();
  }

  private static Batch batch(Ports ports, int unit, Case one) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (TensorSpec input : ports.inputs()) {
      Tensor tensor = one.inputs.get(input.name());
      if (tensor == null) {
        throw new IllegalArgumentException(
            one.place + ": no tensor in." + input.name() + " for input " + input);
      }
      inputs.put(input.name(), tensor);
    }
    Optional<Tensor> ids = ports.ids().map(spec -> inputs.get(spec.name()));
    long[] shape = ids.map(Tensor::shape).orElse(new long[0]);
    if (shape.length != 2) {
      return new Batch(inputs, new int[] {unit}, new int[1], null, one.expected);
    }
    int[] units = new int[(int) shape[0]];
    Arrays.fill(units, unit);
    Batch.Tokens tokens = tokens(inputs, (int) shape[0], (int) shape[1]);
    return new Batch(inputs, units, new int[units.length], tokens, one.expected);
  }

  /** Tokens where the mask of the same shape is not 0; without one everywhere. */
  private static Batch.Tokens tokens(Map<String, Tensor> inputs, int rows, int width) {
    int[] lengths = new int[rows];
    Arrays.fill(lengths, width);
    Batch.Tokens tokens = Batch.Tokens.of(lengths, width);
    inputs.forEach(
        (name, tensor) -> {
          if (Role.of(name) == Role.MASK
              && Arrays.equals(tensor.shape(), new long[] {rows, width})) {
            hide(tensor, tokens.shown());
          }
        });
    return tokens;
  }

  private static void hide(Tensor mask, BitSet shown) {
    int size = mask.type().bytes();
    byte[] all = mask.bytes();
    for (int i = 0; i < all.length / size; i++) {
      int at = i * size;
      shown.set(i, shown.get(i) && IntStream.range(at, at + size).anyMatch(j -> all[j] != 0));
    }
  }

  /** The compiler's tensor as the runtime's. */
  static Tensor tensor(org.sinter.ir.Tensor tensor) {
    return Tensor.of(ElementType.of(tensor.type().toString()), tensor.bytes(), tensor.shape());
  }
}
