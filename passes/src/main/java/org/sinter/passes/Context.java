package org.sinter.passes;

import java.util.function.Consumer;
import org.sinter.ir.Node;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;

/**
 * What a pass needs from outside.
 *
 * @param pass text name of the pass that runs
 * @param remarks where its remarks go
 * @param measured what is known of activations; null: there is no calibration data
 */
public record Context(String pass, Consumer<Remark> remarks, Activations measured) {
  private static final Consumer<Remark> NOBODY = remark -> {};

  /** Without calibration data. */
  public Context(String pass, Consumer<Remark> remarks) {
    this(pass, remarks, null);
  }

  /** Remarks are dropped. */
  public static Context silent() {
    return new Context("", NOBODY);
  }

  /** The same outside for another pass. */
  public Context in(String other) {
    return new Context(other, remarks, measured);
  }

  /** The same outside with calibration data. */
  public Context with(Activations activations) {
    return new Context(pass, remarks, activations);
  }

  /** The same outside where nobody reads remarks. */
  public Context unheard() {
    return new Context(pass, NOBODY, measured);
  }

  /** What is known of activations. */
  public Activations activations() {
    if (measured == null) {
      throw new CompileException(
          Location.of(pass),
          "the pass needs statistics of activations, and there is no calibration data",
          "sinter calibrate MODEL --pipeline P --data D -o FILE measures them;",
          "--calibrate FILE gives them to other commands with the same pipeline");
    }
    return measured;
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
