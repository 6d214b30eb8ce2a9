package org.sinter.cli.metric;

import java.util.Arrays;
import java.util.List;
import org.sinter.cli.data.Dataset;

/** How often the largest logit of a row is that of its class. */
final class Classification implements Task {
  private final String output;
  private final double[] gold;
  private final double[] predicted;
  private int classes;

  Classification(String output, Dataset data) {
    this.output = output;
    this.gold = data.gold();
    this.predicted = new double[gold.length];
    this.classes = 1 + (int) Arrays.stream(gold).max().orElse(0);
  }

  @Override
  public void see(Seen found, Seen reference) {
    Vectors logits = found.vectors(output);
    if (logits.perToken()) {
      throw new IllegalArgumentException(
          output + " has a vector for each token, not one for each text: not a classifier");
    }
    for (int i = 0; i < logits.rows().length; i++) {
      int unit = found.unit(logits.rows()[i]);
      if (unit >= 0) {
        classes = Math.max(classes, logits.list().get(i).length);
        predicted[unit] = Logits.largest(logits.list().get(i));
      }
    }
  }

  @Override
  public List<Observed> observed() {
    double[] right = new double[gold.length];
    Arrays.setAll(right, i -> predicted[i] == gold[i] ? 1 : 0);
    double[] one = new double[gold.length];
    Arrays.fill(one, 1);
    return List.of(
        new Observed(new Ratio("accuracy", true, Ratio.Finish.NONE), new double[][] {right, one}),
        new Observed(new F1(classes), new double[][] {predicted, gold}));
  }
}
