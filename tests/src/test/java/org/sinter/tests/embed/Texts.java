package org.sinter.tests.embed;

import java.util.Map;
import java.util.Random;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/** Seeded token ids for MiniLM without padding, and what comes out. */
public final class Texts {
  private Texts() {}

  public static Map<String, Tensor> of(int batch, int length) {
    Random random = new Random(batch * 1000L + length);
    long[] ids = new long[batch * length];
    long[] mask = new long[ids.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = 1000 + random.nextInt(28000);
      mask[i] = 1;
    }
    return Map.of(
        "input_ids", Tensor.of(ids, batch, length),
        "attention_mask", Tensor.of(mask, batch, length),
        "token_type_ids", Tensor.of(new long[ids.length], batch, length));
  }

  /** The token vectors. */
  public static float[] result(Model model, Map<String, Tensor> inputs) {
    return model.run(inputs).get(model.outputs().get(0).name()).floats();
  }

  /** Some elements of the result for two texts of 9 tokens, exactly printed. */
  public static String numbers(Model model) {
    float[] found = result(model, of(2, 9));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < found.length; i += 97) {
      text.append(Float.toHexString(found[i])).append(' ');
    }
    return text.toString();
  }

  /** The same from a fresh load, for callers that know only strings. */
  public static String numbers(String jar) {
    try (Model model = Model.load(java.nio.file.Path.of(jar), Options.defaults())) {
      return numbers(model);
    }
  }
}
