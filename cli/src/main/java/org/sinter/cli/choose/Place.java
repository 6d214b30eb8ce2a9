package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.data.Batch;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Ports;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/**
 * Where a time is taken: inputs and a number of threads.
 *
 * @param shape the inputs in words
 */
public record Place(String shape, int threads, Supplier<Map<String, Tensor>> inputs) {
  /** Batches of data, of unequal shape, that are timed where inputs cannot be made up. */
  private static final int BATCHES = 3;

  /**
   * The shapes asked for, or those by default; where the model does not take made-up inputs of one,
   * such as ids that must hold an end of text, batches of the data, too.
   */
  public static List<Place> of(
      Model model, List<String> checks, List<String> asked, Dataset data, List<Integer> threads) {
    Map<String, Supplier<Map<String, Tensor>>> inputs = new LinkedHashMap<>();
    InputMaker maker = new InputMaker(checks);
    List<Shape> shapes = Shape.of(asked, model.symbols(), model.inputs());
    for (Shape shape : shapes) {
      Supplier<Map<String, Tensor>> made = () -> maker.make(model.inputs(), shape);
      if (!asked.isEmpty() || runs(model, made.get())) {
        inputs.put(shape.toString(), made);
      }
    }
    if (inputs.size() < shapes.size()) {
      inputs.putAll(batches(model, data));
    }
    List<Place> places = new ArrayList<>();
    for (int count : threads) {
      inputs.forEach((shape, made) -> places.add(new Place(shape, count, made)));
    }
    return places;
  }

  private static boolean runs(Model model, Map<String, Tensor> inputs) {
    try {
      model.run(inputs);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Map<String, Supplier<Map<String, Tensor>>> batches(Model model, Dataset data) {
    Map<String, Supplier<Map<String, Tensor>>> batches = new LinkedHashMap<>();
    for (Batch batch : data.batches(Ports.of(model))) {
      if (batches.size() < BATCHES) {
        Tensor first = batch.inputs().get(model.inputs().get(0).name());
        String shape = model.inputs().get(0).name() + Arrays.toString(first.shape());
        batches.putIfAbsent(shape, batch::inputs);
      }
    }
    return batches;
  }

  @Override
  public String toString() {
    return shape + " by " + threads + (threads == 1 ? " thread" : " threads");
  }
}
