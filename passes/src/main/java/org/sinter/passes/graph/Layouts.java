package org.sinter.passes.graph;

import org.sinter.ir.Value;
import org.sinter.ir.op.Reshape;
import org.sinter.passes.Match;

/** What lies behind ops that only change a layout. */
final class Layouts {
  private Layouts() {}

  /** Behind reshapes that only add or remove ones. */
  static Value withoutOnes(Value value) {
    Value at = value;
    while (Match.is(at, Reshape.class)) {
      Value inner = Match.input(at, 0);
      if (!Shapes.squeezed(inner.type().dims()).equals(Shapes.squeezed(at.type().dims()))) {
        return at;
      }
      at = inner;
    }
    return at;
  }
}
