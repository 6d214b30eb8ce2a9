package org.sinter.tests.architecture.bad.passes;

/** Prints. */
final class Prints {
  void run() {
    System.out.println("done");
  }
}
