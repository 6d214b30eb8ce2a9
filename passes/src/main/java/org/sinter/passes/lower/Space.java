package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Var;

/**
 * The elements of a tensor walked as rows: {@code [a, b, n]} as {@code [a * b, n]}. A buffer of the
 * same shape that is read at the same place is addressed as rows, too, without division.
 *
 * @param dims the tensor's dims
 * @param row index of the row
 * @param column index in the row
 * @param linear the whole tensor is one row; indices into {@code dims} are then not meaningful
 */
record Space(List<Dim> dims, Expr row, Expr column, boolean linear) {
  /** Stands for the row where there is only one, so that a use of it shows. */
  static final Var ROW = new Var("?row");

  static Space rows(List<Dim> dims, Expr row, Expr column) {
    return new Space(dims, row, column, false);
  }

  static Space linear(List<Dim> dims, Expr element) {
    return new Space(dims, ROW, element, true);
  }

  /** Rows of {@code dims}; a scalar is one row of one. */
  static Dim rows(List<Dim> dims) {
    return dims.isEmpty() ? Dim.ONE : Dim.product(dims.subList(0, dims.size() - 1));
  }

  static Dim columns(List<Dim> dims) {
    return dims.isEmpty() ? Dim.ONE : dims.get(dims.size() - 1);
  }

  /** A tensor of these dims as rows. */
  TensorType flat(TensorType type) {
    return type.with(
        linear ? List.of(Dim.ONE, type.size()) : List.of(rows(type.dims()), columns(type.dims())));
  }

  /** The element's indices into {@code dims}. */
  List<Expr> indices() {
    if (dims.isEmpty()) {
      return List.of();
    }
    List<Expr> indices = new ArrayList<>(Indices.unflatten(row, dims.subList(0, dims.size() - 1)));
    indices.add(column);
    return indices;
  }

  List<Expr> flatIndices() {
    return List.of(linear ? Expr.index(0) : row, column);
  }
}
