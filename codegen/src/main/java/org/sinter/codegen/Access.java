package org.sinter.codegen;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;

/**
 * The elements that {@code buffer[indices]} names in the lanes of a vector loop.
 *
 * @param storage where the buffer lies
 * @param offset of the first lane's element; for {@code SCATTERED} of every lane's
 * @param step from one lane's element to the next one's; null for {@code SCATTERED}
 */
record Access(Storage storage, Kind kind, Operand offset, Operand step) {
  enum Kind {
    /** One element for all lanes. */
    UNIFORM,
    /** Neighbours. */
    CONTIGUOUS,
    /** With equal distances. */
    STRIDED,
    /** Anywhere. */
    SCATTERED
  }

  static Access of(Expressions expressions, Buffer buffer, List<Expr> indices) {
    Scope scope = expressions.scope();
    Storage storage = scope.storage(buffer);
    boolean affine =
        scope.lanes() == null
            || indices.stream().allMatch(i -> scope.lanes().coefficient(i) != Lanes.NOT_AFFINE);
    if (!affine) {
      Operand offset = offset(expressions, storage, indices);
      Operand lane = storage.copies() > 1 ? scope.variable(scope.lanes().variable()) : Operand.ZERO;
      return new Access(storage, Kind.SCATTERED, Index.add(expressions.body(), offset, lane), null);
    }
    Operand step = step(expressions, storage, indices);
    Kind kind = step.isIndex(0) ? Kind.UNIFORM : step.isIndex(1) ? Kind.CONTIGUOUS : Kind.STRIDED;
    return new Access(storage, kind, offset(expressions.firstLane(), storage, indices), step);
  }

  private static Operand offset(Expressions at, Storage storage, List<Expr> indices) {
    Operand sum = Operand.ZERO;
    List<Operand> constants = new ArrayList<>();
    for (int axis = 0; axis < indices.size(); axis++) {
      Operand index = at.of(indices.get(axis));
      Operand part = Index.multiply(at.body(), index, storage.strides().get(axis));
      if (part.isLiteral() && part.lanes() == 1) {
        constants.add(part);
      } else {
        sum = Index.add(at.body(), sum, part);
      }
    }
    for (Operand constant : constants) {
      sum = Index.add(at.body(), sum, constant);
    }
    return sum;
  }

  private static Operand step(Expressions at, Storage storage, List<Expr> indices) {
    Lanes lanes = at.scope().lanes();
    Operand step = Operand.index(storage.copies() > 1 ? 1 : 0);
    for (int axis = 0; lanes != null && axis < indices.size(); axis++) {
      Operand coefficient = Operand.index(lanes.coefficient(indices.get(axis)));
      Operand part = Index.multiply(at.body(), coefficient, storage.strides().get(axis));
      step = Index.add(at.body(), step, part);
    }
    return step;
  }

  /** The kind, where it shows without writing code; {@code STRIDED} where it may be better. */
  static Kind kind(Scope scope, Buffer buffer, List<Expr> indices) {
    Storage storage = scope.storage(buffer);
    Operand step = Operand.index(storage.copies() > 1 ? 1 : 0);
    for (int axis = 0; axis < indices.size(); axis++) {
      long coefficient = scope.lanes().coefficient(indices.get(axis));
      Operand stride = storage.strides().get(axis);
      if (coefficient == Lanes.NOT_AFFINE) {
        return Kind.SCATTERED;
      }
      if (coefficient != 0 && !stride.isLiteral()) {
        return Kind.STRIDED;
      }
      long part = coefficient == 0 ? 0 : coefficient * stride.value();
      step = Operand.index(step.value() + part);
    }
    return step.isIndex(0) ? Kind.UNIFORM : step.isIndex(1) ? Kind.CONTIGUOUS : Kind.STRIDED;
  }
}
