package org.sinter.tests.runtime;

import java.util.Arrays;
import java.util.Map;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** The application in {@link SpringBootTest}'s jar. */
public final class NestedMain {
  private NestedMain() {}

  public static void main(String[] args) {
    try (Model model = Model.load(NestedMain.class.getClassLoader(), "boot")) {
      Map<String, Tensor> inputs =
          Map.of("x", Tensor.of(new float[] {1, -2}, 2), "rounds", Tensor.of(new long[] {1}));
      System.out.println(Arrays.toString(model.run(inputs).get("y").floats()));
    }
  }
}
