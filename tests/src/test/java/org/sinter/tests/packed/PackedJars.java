package org.sinter.tests.packed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.runtime.Options;
import org.sinter.tests.minilm.MiniLm;

/** MiniLM by the pipelines packed and ragged, compiled once in a run of the tests. */
final class PackedJars {
  private PackedJars() {}

  private static final class Packed {
    static final Path JAR = compile("packed");
  }

  private static final class Ragged {
    static final Path JAR = compile("ragged");
  }

  static Path packed() {
    return Packed.JAR;
  }

  static Path ragged() {
    return Ragged.JAR;
  }

  private static Path compile(String pipeline) {
    try {
      Path directory = Files.createTempDirectory("sinter-" + pipeline);
      Path onnx = MiniLm.onnx(directory);
      Path jar = directory.resolve(pipeline + ".jar");
      MiniLm.compile(onnx, jar, "--target", "linux-x86_64", "--pipeline", pipeline);
      Files.delete(onnx);
      directory.toFile().deleteOnExit();
      jar.toFile().deleteOnExit();
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Skips the test where this machine lacks {@code level}. */
  static Model load(Path jar, String level, int threads) {
    try {
      return Model.load(jar, Options.defaults().withLevel(level).withThreads(threads));
    } catch (ModelException e) {
      Assumptions.abort("this CPU cannot run " + level + ": " + e.getMessage());
      return null;
    }
  }
}
