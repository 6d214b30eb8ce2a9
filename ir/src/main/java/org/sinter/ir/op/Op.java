package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.TensorType;

/** What a node computes: a record of attributes. */
public sealed interface Op permits Primitive, Composite, Procedural {
  /**
   * Checks the inputs and returns the result types (nearly always one); the only place where this
   * op is verified. What depends on symbols becomes a constraint.
   *
   * @throws IllegalArgumentException saying what was found and what was expected
   */
  List<TensorType> infer(List<TensorType> in, Constraints where);

  /** Fails unless there are {@code count} inputs. */
  static void arity(List<TensorType> in, int count) {
    if (in.size() != count) {
      throw new IllegalArgumentException("expected " + count + " inputs, found " + in.size());
    }
  }

  /** Fails unless both have one element type. */
  static void sameType(TensorType a, TensorType b) {
    if (a.dtype() != b.dtype()) {
      throw new IllegalArgumentException("element types differ: " + a + " and " + b);
    }
  }
}
