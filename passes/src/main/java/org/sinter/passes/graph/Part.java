package org.sinter.passes.graph;

import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Match;

/**
 * A value as elements {@code start, start + step, …} of the last axis of {@code source}; a value
 * that is no such slice is a part of itself.
 */
record Part(Value source, Dim start, Dim size, long step) {
  static Part of(Value value) {
    Slice slice = Match.op(value, Slice.class);
    Value source = slice == null ? value : Match.input(value, 0);
    int last = value.type().rank() - 1;
    boolean whole = slice != null && last >= 0;
    for (int i = 0; whole && i < last; i++) {
      whole =
          slice.starts().get(i).is(0)
              && slice.steps().get(i) == 1
              && slice.sizes().get(i).equals(source.type().dim(i));
    }
    return whole
        ? new Part(
            source, slice.starts().get(last), slice.sizes().get(last), slice.steps().get(last))
        : new Part(value, Dim.ZERO, value.type().dim(-1), 1);
  }

  /** Whether {@code value} is {@code size} elements of this part from {@code from} on. */
  boolean has(Value value, Dim from, Dim count, long by) {
    Part part = of(value);
    return part.source == source
        && step == 1
        && part.start.equals(start.plus(from))
        && part.size.equals(count)
        && part.step == by;
  }
}
