package org.sinter.passes;

/** Ends the pipeline after its pass number {@code count}. */
public record StopAfter<T>(int count) implements Watcher<T> {
  @Override
  public boolean after(Step<T> step) {
    return step.number() < count;
  }
}
