package org.sinter.tests.quality;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.runtime.Tensor;

/** MiniLM's own tokenizer: texts → token ids. */
final class Tokens {
  private static final String RESOURCE = "/all-minilm-l6-v2-tokenizer.json";

  private Tokens() {}

  static List<long[]> of(List<String> texts) throws IOException {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    Map<String, String> options =
        Map.of("padding", "false", "truncation", "true", "maxLength", "512");
    List<long[]> ids = new ArrayList<>();
    try (InputStream json = Tokens.class.getResourceAsStream(RESOURCE);
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.newInstance(json, options)) {
      for (Encoding encoding : tokenizer.batchEncode(texts)) {
        ids.add(encoding.getIds());
      }
    }
    return ids;
  }

  /** The texts as MiniLM's inputs, padded on the right to the longest and some places more. */
  static Map<String, Tensor> inputs(List<long[]> texts, int padding) {
    int longest = texts.stream().mapToInt(t -> t.length).max().orElseThrow() + padding;
    long[] ids = new long[texts.size() * longest];
    long[] mask = new long[ids.length];
    for (int i = 0; i < texts.size(); i++) {
      long[] text = texts.get(i);
      System.arraycopy(text, 0, ids, i * longest, text.length);
      java.util.Arrays.fill(mask, i * longest, i * longest + text.length, 1);
    }
    return Map.of(
        "input_ids", Tensor.of(ids, texts.size(), longest),
        "attention_mask", Tensor.of(mask, texts.size(), longest),
        "token_type_ids", Tensor.of(new long[ids.length], texts.size(), longest));
  }
}
