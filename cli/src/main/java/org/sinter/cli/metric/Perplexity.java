package org.sinter.cli.metric;

import java.util.List;
import org.sinter.cli.data.Batch;
import org.sinter.cli.data.Ports;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** {@code exp} of the mean {@code -log p(next token)} within each window. */
final class Perplexity implements Task {
  private final String output;
  private final TensorSpec ids;
  private final Sums losses;

  Perplexity(String output, Ports ports, int units) {
    this.output = output;
    this.ids = ports.ids().orElseThrow();
    this.losses = new Sums(units);
  }

  @Override
  public void see(Seen found, Seen reference) {
    Vectors logits = found.vectors(output);
    if (!logits.perToken()) {
      throw new IllegalArgumentException(output + " has no logits for each token");
    }
    Batch batch = found.batch();
    long[] tokens = longs(batch.inputs().get(ids.name()));
    int[] shown = batch.tokens().shown().stream().toArray();
    int next = 0;
    for (int i = 0; i < logits.rows().length; i++) {
      int row = logits.rows()[i];
      int end = batch.tokens().starts()[row + 1];
      while (shown[next] < batch.tokens().starts()[row]) {
        next++;
      }
      int following = next + 1 < shown.length ? shown[next + 1] : end;
      if (following < end) {
        float[] vector = logits.list().get(i);
        long token = tokens[following];
        if (token < 0 || token >= vector.length) {
          throw new IllegalArgumentException(
              "token " + token + " has no logit among " + vector.length);
        }
        losses.add(batch.units()[row], Logits.logSum(vector) - vector[(int) token], 1);
      }
      next++;
    }
  }

  private static long[] longs(Tensor tensor) {
    return switch (tensor.type()) {
      case I64, U64 -> tensor.longs();
      case I32, U32 -> java.util.Arrays.stream(tensor.ints()).asLongStream().toArray();
      default -> throw new IllegalArgumentException("token ids of type " + tensor.type());
    };
  }

  @Override
  public List<Observed> observed() {
    return List.of(losses.of(new Ratio("perplexity", false, Ratio.Finish.EXP)));
  }
}
