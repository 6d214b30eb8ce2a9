package org.sinter.passes;

import org.sinter.ir.Node;

/**
 * What a pass did at a node, or why it did not.
 *
 * @param pass text name of the pass
 * @param at the node it looked at
 * @param rule what it tries there, in a word or two: the same for all nodes that it does it to
 * @param applied whether it changed something there
 * @param reason what it did, or what it missed
 */
public record Remark(String pass, Node at, String rule, boolean applied, String reason) {
  /** The node as text. */
  public String node() {
    return at.toString();
  }

  @Override
  public String toString() {
    return pass + (applied ? " applied at " : " missed at ") + node() + ": " + reason;
  }
}
