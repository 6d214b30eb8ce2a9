package org.sinter.passes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Writes {@code 03-raise-attention.ir} into a directory after each pass that changed something. */
public record Dump<T>(Path directory, String suffix, BiConsumer<Path, T> writer)
    implements Watcher<T> {
  /** Text files. */
  public static <T> Dump<T> text(Path directory, String suffix, Function<T, String> printer) {
    return new Dump<>(directory, suffix, (file, ir) -> write(file, printer.apply(ir)));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean after(Step<T> step) {
    if (step.changed()) {
      String file = String.format("%02d-%s.%s", step.number(), step.pass().name(), suffix);
      try {
        Files.createDirectories(directory);
        writer.accept(directory.resolve(file), step.after());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return true;
  }
}
