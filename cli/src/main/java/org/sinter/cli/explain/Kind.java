package org.sinter.cli.explain;

import java.util.Locale;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.text.Records;

/** What an op is called where ops are counted: {@code add} says more than {@code combine}. */
public final class Kind {
  private Kind() {}

  /** The function itself for elementwise ops and reductions. */
  public static String of(Op op) {
    if (op instanceof Apply apply) {
      return lower(apply.function());
    }
    if (op instanceof Reduce reduce) {
      return "reduce-" + lower(reduce.reducer());
    }
    return op instanceof Combine combine ? lower(combine.function()) : Records.name(op.getClass());
  }

  private static String lower(Enum<?> function) {
    return function.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
