package org.sinter.codegen.jar;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sinter.ir.Dim;

/**
 * What a model jar says of where it comes from.
 *
 * @param name of the model: its folder in the jar, by which the runtime finds it
 * @param version of the compiler
 * @param pipeline text of the passes
 * @param tuning text of the schedules
 * @param sources the files it was compiled from
 * @param tokenizer bytes of tokenizer.json, or null
 * @param slices how calls may be cut, or null
 */
public record ModelInfo(
    String name,
    String version,
    String pipeline,
    String tuning,
    List<Source> sources,
    byte[] tokenizer,
    Slices slices) {
  /** The leading dim along which entries are apart, and the rows of a product for each of them. */
  public record Slices(String symbol, Dim rows) {}

  /** A file and the 64 digits of its SHA-256. */
  public record Source(String file, String sha256) {
    /** Reads a file once for its hash. */
    public static Source of(Path file) throws IOException {
      return new Source(file.getFileName().toString(), Sha256.of(file));
    }
  }

  /** Of a model with the schedules that its levels have anyway. */
  public ModelInfo(
      String name, String version, String pipeline, List<Source> sources, byte[] tokenizer) {
    this(name, version, pipeline, "", sources, tokenizer, null);
  }

  public ModelInfo {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,99}")) {
      throw new IllegalArgumentException(
          "model name '" + name + "' is not made of letters, digits, '.', '_' and '-'");
    }
    sources = List.copyOf(sources);
  }

  /** The model's name as a Java module's: {@code sinter.model.all_MiniLM_L6_v2}. */
  public String moduleName() {
    String identifier = name.replaceAll("[^A-Za-z0-9]", "_");
    boolean digit = Character.isDigit(identifier.charAt(0));
    return "sinter.model." + (digit ? "_" : "") + identifier;
  }
}
