package org.sinter.passes;

/** Looks at a pipeline's steps; passes themselves never print. */
@FunctionalInterface
public interface Watcher<T> {
  /** Called after each pass; false ends the pipeline there. */
  boolean after(Step<T> step);

  /**
   * One pass that has run.
   *
   * @param number its place in the pipeline, from 1
   * @param before what it was given
   * @param after what it gave: {@code before} itself when nothing changed
   */
  record Step<T>(int number, Pass<T> pass, T before, T after, long nanos) {
    public boolean changed() {
      return before != after;
    }
  }
}
