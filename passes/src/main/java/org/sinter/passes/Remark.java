package org.sinter.passes;

/**
 * What a pass did at a node, or why it did not.
 *
 * @param pass text name of the pass
 * @param node the node it looked at
 * @param applied whether it changed something there
 * @param reason what it did, or what it missed
 */
public record Remark(String pass, String node, boolean applied, String reason) {
  @Override
  public String toString() {
    return pass + (applied ? " applied at " : " missed at ") + node + ": " + reason;
  }
}
