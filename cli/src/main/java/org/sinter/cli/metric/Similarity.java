package org.sinter.cli.metric;

import java.util.List;
import org.sinter.cli.data.Dataset;

/**
 * Correlation of the cosines of pairs of sentences with what people said; token vectors are
 * averaged to a sentence's.
 */
final class Similarity implements Task {
  private final String output;
  private final double[] gold;
  private final float[][][] vectors;

  Similarity(String output, Dataset data) {
    this.output = output;
    this.gold = data.gold();
    this.vectors = new float[2][data.units()][];
  }

  @Override
  public void see(Seen found, Seen reference) {
    Vectors all = found.vectors(output).pooled(found.batch().rows());
    for (int i = 0; i < all.rows().length; i++) {
      int row = all.rows()[i];
      if (found.unit(row) >= 0) {
        vectors[found.batch().places()[row]][found.unit(row)] = all.list().get(i);
      }
    }
  }

  @Override
  public List<Observed> observed() {
    double[] cosines = new double[gold.length];
    for (int i = 0; i < cosines.length; i++) {
      cosines[i] = Vectors.cosine(vectors[0][i], vectors[1][i]);
    }
    double[][] columns = {cosines, gold};
    return List.of(
        new Observed(Correlation.SPEARMAN, columns), new Observed(Correlation.PEARSON, columns));
  }
}
