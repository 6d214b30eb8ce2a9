package org.sinter.passes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Writes {@code 03-raise-attention.ir} into a directory after each pass that changed something. */
public record Dump<T>(Path directory, String suffix, Function<T, String> printer)
    implements Watcher<T> {
  @Override
  public boolean after(Step<T> step) {
    if (step.changed()) {
      String file = String.format("%02d-%s.%s", step.number(), step.pass().name(), suffix);
      try {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve(file), printer.apply(step.after()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }
}
