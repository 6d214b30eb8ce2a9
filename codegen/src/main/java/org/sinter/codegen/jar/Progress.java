package org.sinter.codegen.jar;

/** Hears how far the writing of a model jar is. */
@FunctionalInterface
public interface Progress {
  Progress NONE = (stage, done, total) -> {};

  /** {@code done} of {@code total} parts of a stage are finished. */
  void at(String stage, long done, long total);
}
