package org.sinter.cli;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** Texts to vectors: the model's own tokenizer, then a pooled sentence encoder. */
final class Encoder implements AutoCloseable {
  private static final int LONGEST = 512;

  private final Model model;
  private final HuggingFaceTokenizer tokenizer;

  Encoder(Model model, Path tokenizerJson) throws IOException {
    System.setProperty("ai.djl.offline", "true"); // the library asks nobody for anything
    System.setProperty("OPT_OUT_TRACKING", "true");
    this.model = model;
    this.tokenizer =
        HuggingFaceTokenizer.newInstance(
            tokenizerJson,
            Map.of("padding", "true", "truncation", "true", "maxLength", "" + LONGEST));
  }

  /** One vector for each text; the batch is padded to its longest. */
  float[][] embed(List<String> texts) {
    Encoding[] encodings = tokenizer.batchEncode(texts);
    int length = encodings[0].getIds().length;
    Map<String, Tensor> inputs =
        Map.of(
            "input_ids", tensor(encodings, length, Encoding::getIds),
            "attention_mask", tensor(encodings, length, Encoding::getAttentionMask),
            "token_type_ids", tensor(encodings, length, Encoding::getTypeIds));
    float[] all = model.run(inputs).get("embedding").floats();
    int size = all.length / texts.size();
    float[][] vectors = new float[texts.size()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = Arrays.copyOfRange(all, i * size, (i + 1) * size);
    }
    return vectors;
  }

  private static Tensor tensor(Encoding[] encodings, int length, Function<Encoding, long[]> part) {
    long[] values = new long[encodings.length * length];
    for (int i = 0; i < encodings.length; i++) {
      System.arraycopy(part.apply(encodings[i]), 0, values, i * length, length);
    }
    return Tensor.of(values, encodings.length, length);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
