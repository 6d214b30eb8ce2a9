package org.sinter.codegen;

/** Arithmetic of addresses: no overflow, literals folded. */
final class Index {
  private Index() {}

  static Operand add(Body body, Operand a, Operand b) {
    if (a.isIndex(0)) {
      return b;
    }
    if (b.isIndex(0)) {
      return a;
    }
    return scalars(a, b) ? Operand.index(a.value() + b.value()) : body.binary("add nsw", a, b);
  }

  static Operand multiply(Body body, Operand a, Operand b) {
    if (a.isIndex(0) || b.isIndex(1)) {
      return a;
    }
    if (b.isIndex(0) || a.isIndex(1)) {
      return b;
    }
    return scalars(a, b) ? Operand.index(a.value() * b.value()) : body.binary("mul nsw", a, b);
  }

  private static boolean scalars(Operand a, Operand b) {
    return a.lanes() == 1 && b.lanes() == 1 && a.isLiteral() && b.isLiteral();
  }
}
