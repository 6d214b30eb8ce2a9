package org.sinter.tests.minilm;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sinter.runtime.Model;

/** A JVM of its own with the runtime and the test programs on its class path, nothing else. */
public record Child(int code, String output, String errors) {
  private static final long MINUTES = 5;

  /** Where the runtime's classes lie: a directory, or its jar. */
  public static Path runtime() {
    return place(Model.class);
  }

  /** Where the programs lie. */
  static Path programs() {
    return place(Child.class);
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** This JVM's home. */
  public static Path home() {
    return Path.of(System.getProperty("java.home"));
  }

  /** Runs {@code org.sinter.tests.embed.PROGRAM} to its end. */
  public static Child run(Path home, List<String> options, String program, Object... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(options);
    command.addAll(List.of("-cp", runtime() + ":" + programs()));
    command.add("org.sinter.tests.embed." + program);
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    return java(home, command);
  }

  /** Runs {@code java} with these arguments to its end. */
  static Child java(Path home, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("bin/java").toString()));
    command.addAll(arguments);
    Path errors = Files.createTempFile("sinter-child", ".txt");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
      }
      return new Child(
          process.waitFor(),
          new String(output, StandardCharsets.UTF_8).strip(),
          Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }

  /** The output of a program that must have ended well. */
  public String good() {
    if (code != 0) {
      throw new AssertionError("exit code " + code + "\n" + output + "\n" + errors);
    }
    return output;
  }
}
