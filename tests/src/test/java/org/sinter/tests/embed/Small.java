package org.sinter.tests.embed;

import java.nio.file.Path;
import java.util.Map;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** Runs a model with one input {@code x: f32[rows, 3]} twice and prints what it gives. */
final class Small {
  private Small() {}

  public static void main(String[] args) {
    try (Model model = Model.load(Path.of(args[0]))) {
      Map<String, Tensor> inputs = Map.of("x", Tensor.of(new float[] {1, 2, 3}, 1, 3));
      model.run(inputs);
      System.out.println("y = " + model.run(inputs).get("y").floats()[0]);
    }
  }
}
