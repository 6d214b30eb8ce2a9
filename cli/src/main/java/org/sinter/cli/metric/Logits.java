package org.sinter.cli.metric;

/** Vectors of which {@code softmax} makes a distribution. */
final class Logits {
  private Logits() {}

  /** {@code log sum exp(x)}. */
  static double logSum(float[] logits) {
    double largest = logits[largest(logits)];
    double sum = 0;
    for (float x : logits) {
      sum += Math.exp(x - largest);
    }
    return largest + Math.log(sum);
  }

  /** {@code sum p log(p / q)} of their distributions. */
  static double divergence(float[] p, float[] q) {
    double sumP = logSum(p);
    double sumQ = logSum(q);
    double divergence = 0;
    for (int k = 0; k < p.length; k++) {
      double log = p[k] - sumP;
      double weight = Math.exp(log);
      divergence += weight == 0 ? 0 : weight * (log - (q[k] - sumQ));
    }
    return divergence;
  }

  /** The first index of the largest. */
  static int largest(float[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }
}
