package org.sinter.tests.embed;

/** Prints some numbers of MiniLM: {@code JAR}. */
final class Numbers {
  private Numbers() {}

  public static void main(String[] args) {
    System.out.println(Texts.numbers(args[0]));
  }
}
