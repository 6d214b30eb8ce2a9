package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Has Maven fetch an artifact's jar. */
final class Maven {
  private static final String PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:";

  private Maven() {}

  /** Copies {@code group:name:version} to {@code directory}; returns {@code name-version.jar}. */
  static Path copy(String artifact, Path directory) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            "mvn",
            "-B",
            "-ntp",
            "-q",
            PLUGIN + "copy",
            "-Dartifact=" + artifact,
            "-DoutputDirectory=" + directory.toAbsolutePath(),
            "-Dmdep.useBaseVersion=true");
    Path log = directory.resolve("maven.log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new IOException("cannot run mvn, which fetches " + artifact + ": " + e.getMessage(), e);
    }
    if (process.waitFor() != 0) {
      throw new IOException("mvn could not fetch " + artifact + ", see " + log);
    }
    Files.deleteIfExists(log);
    String[] parts = artifact.split(":");
    return directory.resolve(parts[1] + "-" + parts[2] + ".jar");
  }
}
