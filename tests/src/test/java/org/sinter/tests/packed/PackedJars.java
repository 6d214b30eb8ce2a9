package org.sinter.tests.packed;

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
    return MiniLm.jar(pipeline, "--target", "linux-x86_64", "--pipeline", pipeline);
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
