package example;

import java.nio.file.Path;
import java.util.Map;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** Token ids in, one vector for each text out; the argument is a model jar. */
public final class Embed {
  private Embed() {}

  public static void main(String[] arguments) {
    long[] ids = {101, 7592, 2088, 102, 101, 2204, 2851, 102};
    long[] ones = {1, 1, 1, 1, 1, 1, 1, 1};
    try (Model model = Model.load(Path.of(arguments[0]))) {
      Map<String, Tensor> inputs =
          Map.of(
              "input_ids", Tensor.of(ids, 2, 4),
              "attention_mask", Tensor.of(ones, 2, 4),
              "token_type_ids", Tensor.of(new long[8], 2, 4));
      float[] vectors = model.run(inputs).get("embedding").floats();
      System.out.printf("code for %s, %d numbers: %.4f %.4f …%n",
          model.level(), vectors.length, vectors[0], vectors[1]);
    }
  }
}
