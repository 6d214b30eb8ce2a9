package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.sinter.cli.data.Ports;
import org.sinter.cli.data.TokenInputs;
import org.sinter.cli.data.Tokenizer;
import org.sinter.runtime.Model;

/** Texts to vectors: the model's own tokenizer, then a pooled sentence encoder. */
final class Encoder implements AutoCloseable {
  private final Model model;
  private final TokenInputs inputs;
  private final Tokenizer tokenizer;

  Encoder(Model model, Path tokenizerJson) throws IOException {
    Ports ports = Ports.of(model);
    this.model = model;
    this.inputs = new TokenInputs(ports);
    this.tokenizer = Tokenizer.of(tokenizerJson, ports.longest());
  }

  /** One vector for each text; the batch is padded to its longest. */
  float[][] embed(List<String> texts) {
    float[] all = model.run(inputs.of(tokenizer.encode(texts))).get("embedding").floats();
    int size = all.length / texts.size();
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Arrays.copyOfRange(all, i * size, (i + 1) * size);
    }
    return vectors;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
