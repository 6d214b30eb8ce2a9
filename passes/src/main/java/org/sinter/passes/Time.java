package org.sinter.passes;

import java.util.Locale;
import java.util.function.Consumer;

/** Says how long each pass took: {@code 12.3 ms raise-attention}. */
public record Time<T>(Consumer<String> lines) implements Watcher<T> {
  @Override
  public boolean after(Step<T> step) {
    lines.accept(
        String.format(
            Locale.ROOT,
            "%8.1f ms %s%s",
            step.nanos() / 1e6,
            step.pass().name(),
            step.changed() ? "" : " (nothing changed)"));
    return true;
  }
}
