package org.sinter.tests.architecture.bad.passes;

/** Keeps state between runs. */
final class Remembers {
  static int runs;
}
