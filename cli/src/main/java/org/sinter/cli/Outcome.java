package org.sinter.cli;

import java.util.Set;

/**
 * How a node test went.
 *
 * @param reason why it did not pass, or null
 * @param bound inputs that were bound to the test's values
 */
public record Outcome(String name, Status status, String reason, Set<String> bound) {
  /** What is counted. */
  public enum Status {
    PASSED,
    FAILED,
    SKIPPED
  }
}
