package org.sinter.cli.data;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** A model's own tokenizer.json: texts to token ids. */
public final class Tokenizer implements AutoCloseable {
  private static final String FILE = "tokenizer.json";
  private static final int MAX_BYTES = 1 << 27;
  private static final int AT_ONCE = 1024;

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(String place, byte[] json, int longest) throws IOException {
    System.setProperty("ai.djl.offline", "true"); // the library asks nobody for anything
    System.setProperty("OPT_OUT_TRACKING", "true");
    Map<String, String> options =
        Map.of("padding", "false", "truncation", "true", "maxLength", "" + longest);
    try {
      tokenizer = HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options);
    } catch (RuntimeException e) {
      throw new IOException(place + ": no tokenizer: " + e.getMessage(), e);
    }
  }

  /** Of a tokenizer.json; texts are cut to {@code longest} tokens. */
  public static Tokenizer of(Path file, int longest) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + ": over " + MAX_BYTES + " bytes are no tokenizer");
    }
    return new Tokenizer(file.toString(), Files.readAllBytes(file), longest);
  }

  /** The given file, the one in the model jar, or the one beside the model; null: there is none. */
  public static Tokenizer find(Path model, Path given, int longest) throws IOException {
    if (given != null) {
      return of(given, longest);
    }
    byte[] inside = model.toString().endsWith(".jar") ? inside(model) : null;
    if (inside != null) {
      return new Tokenizer(model + ": " + FILE, inside, longest);
    }
    Path beside = beside(model);
    return beside == null ? null : of(beside, longest);
  }

  /** The file beside the model; null: there is none. */
  public static Path beside(Path model) {
    Path beside = model.resolveSibling(FILE);
    return Files.isRegularFile(beside) ? beside : null;
  }

  private static byte[] inside(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        if (entry.getName().matches("sinter/[^/]+/tokenizer\\.json")) {
          try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes(MAX_BYTES);
          }
        }
      }
      return null;
    }
  }

  /** One row for each text. */
  public List<Encoded> encode(List<String> texts) {
    List<Encoded> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i += AT_ONCE) {
      List<String> some = texts.subList(i, Math.min(texts.size(), i + AT_ONCE));
      for (Encoding encoding : tokenizer.batchEncode(some)) {
        rows.add(new Encoded(encoding.getIds(), encoding.getTypeIds()));
      }
    }
    return rows;
  }

  /** Two texts in one row. */
  public Encoded encode(String first, String second) {
    Encoding encoding = tokenizer.encode(first, second);
    return new Encoded(encoding.getIds(), encoding.getTypeIds());
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
