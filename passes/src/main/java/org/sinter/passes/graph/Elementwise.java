package org.sinter.passes.graph;

import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Silu;
import org.sinter.ir.op.Where;

/** Ops whose result at a place comes from their inputs at that place alone. */
public final class Elementwise {
  private Elementwise() {}

  public static boolean is(Op op) {
    return op instanceof Apply
        || op instanceof Combine
        || op instanceof Where
        || op instanceof Convert
        || op instanceof Gelu
        || op instanceof Silu;
  }

  /** Whether the place is one along all axes but the last. */
  public static boolean isByRows(Op op) {
    return op instanceof LayerNorm || op instanceof RmsNorm || op instanceof Rotary;
  }
}
