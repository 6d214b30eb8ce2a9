package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Expr;

/** Row-major index arithmetic. */
final class Indices {
  private Indices() {}

  /** The indices into {@code dims} of element {@code flat}. */
  static List<Expr> unflatten(Expr flat, List<Dim> dims) {
    List<Expr> indices = new ArrayList<>();
    Expr rest = flat;
    int first = 0;
    while (first < dims.size() && dims.get(first).is(1)) {
      first++;
    }
    for (int i = dims.size() - 1; i > first; i--) {
      Expr dim = Expr.of(dims.get(i));
      indices.add(0, dims.get(i).is(1) ? Expr.index(0) : rest.mod(dim));
      rest = rest.floorDiv(dim);
    }
    if (first < dims.size()) {
      indices.add(0, rest);
    }
    for (int i = 0; i < first; i++) {
      indices.add(0, Expr.index(0));
    }
    return indices;
  }
}
