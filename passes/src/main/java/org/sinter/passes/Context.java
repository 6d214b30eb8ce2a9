package org.sinter.passes;

import java.util.function.Consumer;
import org.sinter.ir.Node;

/**
 * What a pass needs from outside.
 *
 * @param pass text name of the pass that runs
 * @param remarks where its remarks go
 */
public record Context(String pass, Consumer<Remark> remarks) {
  private static final Consumer<Remark> NOBODY = remark -> {};

  /** Remarks are dropped. */
  public static Context silent() {
    return new Context("", NOBODY);
  }

  /** The same outside for another pass. */
  public Context in(String other) {
    return new Context(other, remarks);
  }

  /** Whether anybody reads remarks: what is costly need not be found out otherwise. */
  public boolean isHeard() {
    return remarks != NOBODY;
  }

  public void applied(Node node, String reason) {
    applied(node, "", reason);
  }

  /** {@code rule} names what is done: the same for all nodes that it is done to. */
  public void applied(Node node, String rule, String reason) {
    remarks.accept(new Remark(pass, node, rule, true, reason));
  }

  public void missed(Node node, String reason) {
    missed(node, "", reason);
  }

  /** {@code rule} says why: the same for all nodes that are left for it. */
  public void missed(Node node, String rule, String reason) {
    remarks.accept(new Remark(pass, node, rule, false, reason));
  }
}
