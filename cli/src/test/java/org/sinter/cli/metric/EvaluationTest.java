package org.sinter.cli.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.data.DataFile;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Ports;
import org.sinter.cli.data.Reading;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** Models written in Java on small data, with figures found by hand. */
class EvaluationTest {
  @TempDir Path directory;

  private Dataset ids(String lines) throws IOException {
    Path file = Files.writeString(directory.resolve("d.ids"), lines);
    return DataFile.read(file, Reading.with(null));
  }

  private interface Rule {
    float[] logits(long token);
  }

  /** A model whose logits at a place depend on the token there. */
  private static Candidate model(String name, int width, Rule rule) {
    TensorSpec in = new TensorSpec("input_ids", ElementType.I64, List.of("batch", "seq"));
    TensorSpec out = new TensorSpec("logits", ElementType.F32, List.of("batch", "seq", "" + width));
    return new Candidate(
        name,
        new Ports(List.of(in), List.of(out), List.of()),
        inputs -> {
          Tensor ids = inputs.get("input_ids");
          long[] tokens = ids.longs();
          float[] logits = new float[tokens.length * width];
          for (int i = 0; i < tokens.length; i++) {
            System.arraycopy(rule.logits(tokens[i]), 0, logits, i * width, width);
          }
          return Map.of("logits", Tensor.of(logits, ids.shape()[0], ids.shape()[1], width));
        });
  }

  private static Map<String, Double> figures(List<Observed> observed) {
    Map<String, Double> figures = new TreeMap<>();
    observed.forEach(o -> figures.put(o.metric().name(), o.score().value()));
    return figures;
  }

  /** Token t is followed by t + 1 with p = 3/4; padding and windows' ends count nowhere. */
  @Test
  void perplexityAndFidelityAtTokensOnly() throws Exception {
    Dataset data = ids("1 2 3\n1 2\n");
    float three = (float) Math.log(3);
    Candidate right = model("right", 4, t -> t == 0 ? nan() : next(t, three + (float) Math.log(3)));
    Candidate even = model("even", 4, t -> t == 0 ? nan() : new float[4]);
    List<List<Observed>> all = Evaluation.run(data, List.of(right, even), right, Wanted.DEDUCED);
    Map<String, Double> first = figures(all.get(0));
    Map<String, Double> second = figures(all.get(1));
    assertEquals(4.0 / 3, first.get("perplexity"), 1e-6);
    assertEquals(4, second.get("perplexity"), 1e-6);
    assertEquals(1, first.get("cosine-min"), 1e-6);
    assertEquals(0, first.get("kl"), 1e-9);
    assertEquals(1, first.get("top-1-agreement"));
    assertEquals(0, second.get("cosine-mean"), 1e-6);
    assertEquals(2 * three, second.get("max-error"), 1e-6);
    assertEquals(1, second.get("relative-error"), 1e-6);
    double kl = 0.75 * Math.log(3) + 3 * (0.25 / 3) * Math.log(0.25 / 3 / 0.25);
    assertEquals(kl, second.get("kl"), 1e-6);
  }

  private static float[] nan() {
    return new float[] {Float.NaN, Float.NaN, Float.NaN, Float.NaN};
  }

  private static float[] next(long token, float logit) {
    float[] logits = new float[4];
    logits[(int) (token + 1) % 4] = logit;
    return logits;
  }

  @Test
  void nothingKnownAndNothingToCompareWithIsAFault() throws Exception {
    Path file = Files.writeString(directory.resolve("d.ids"), "1 2\n");
    Dataset data = DataFile.read(file, Reading.with(null));
    TensorSpec in = new TensorSpec("input_ids", ElementType.I64, List.of("batch", "seq"));
    TensorSpec out = new TensorSpec("y", ElementType.F32, List.of("batch", "8"));
    Candidate vectors =
        new Candidate("v", new Ports(List.of(in), List.of(out), List.of()), i -> Map.of());
    String fault =
        assertThrows(
                IllegalArgumentException.class,
                () -> Evaluation.run(data, List.of(vectors), null, Wanted.DEDUCED))
            .getMessage();
    assertTrue(fault.contains("reference"), fault);
  }

  @Test
  void unitsAreTakenOnceEachWhateverTheBatch() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      lines.append("1 ".repeat(1 + i % 7)).append("2\n");
    }
    List<Integer> counts = new ArrayList<>();
    Candidate model = model("m", 4, t -> next(t, 1));
    Candidate counting =
        new Candidate(
            "c",
            model.ports(),
            inputs -> {
              counts.add((int) inputs.get("input_ids").shape()[0]);
              return model.run().of(inputs);
            });
    List<Observed> found =
        Evaluation.run(ids(lines.toString()), List.of(counting), null, Wanted.DEDUCED).get(0);
    assertEquals(List.of(32, 32, 32, 4), counts);
    assertEquals(100, found.get(0).columns()[0].length);
    double predictions = 0;
    for (double count : found.get(0).columns()[1]) {
      predictions += count;
    }
    assertEquals(lines.toString().split("\\s+").length - 100, predictions);
  }
}
