package org.sinter.ir.kernel;

import static org.sinter.ir.kernel.Binary.Function.ADD;
import static org.sinter.ir.kernel.Binary.Function.MUL;

import org.sinter.ir.DType;

/** Smaller equal expressions for indices and conditions, applied as they are built. */
final class Simplify {
  private Simplify() {}

  static Expr binary(Binary.Function f, Expr a, Expr b) {
    if (a.type() == DType.I64 && b.type() == DType.I64) {
      return index(f, a, b);
    }
    if (a.type() == DType.BOOL && b.type() == DType.BOOL) {
      return logical(f, a, b);
    }
    return new Binary(f, a, b);
  }

  static Expr select(Expr condition, Expr a, Expr b) {
    if (condition instanceof Const c) {
      return c.is(0) ? b : a;
    }
    return a.equals(b) ? a : new Select(condition, a, b);
  }

  private static Expr logical(Binary.Function f, Expr a, Expr b) {
    boolean and = f == Binary.Function.AND;
    if (!and && f != Binary.Function.OR) {
      return new Binary(f, a, b);
    }
    if (a instanceof Const c) {
      return c.is(0) == and ? a : b;
    }
    if (b instanceof Const c) {
      return c.is(0) == and ? b : a;
    }
    return new Binary(f, a, b);
  }

  private static Expr index(Binary.Function f, Expr a, Expr b) {
    if (a instanceof Const x && b instanceof Const y) {
      Expr folded = fold(f, x.value().longValue(), y.value().longValue());
      return folded == null ? new Binary(f, a, b) : folded;
    }
    return switch (f) {
      case ADD -> add(a, b);
      case SUB -> b instanceof Const c && c.is(0) ? a : new Binary(f, a, b);
      case MUL -> multiply(a, b);
      case FLOOR_DIV -> divide(a, b);
      case MOD -> b instanceof Const c && c.is(1) ? Expr.index(0) : remainder(a, b);
      default -> new Binary(f, a, b);
    };
  }

  private static Expr add(Expr a, Expr b) {
    if (a instanceof Const c && c.is(0)) {
      return b;
    }
    if (b instanceof Const c && c.is(0)) {
      return a;
    }
    if (b instanceof Const y
        && a instanceof Binary inner
        && inner.function() == ADD
        && inner.b() instanceof Const x) {
      return add(inner.a(), Expr.index(x.value().longValue() + y.value().longValue()));
    }
    return a instanceof Const ? new Binary(ADD, b, a) : new Binary(ADD, a, b);
  }

  private static Expr multiply(Expr a, Expr b) {
    if (a instanceof Const && !(b instanceof Const)) {
      return multiply(b, a);
    }
    if (b instanceof Const c && (c.is(0) || c.is(1))) {
      return c.is(0) ? b : a;
    }
    return new Binary(MUL, a, b);
  }

  /** {@code (x * c + y) / c = x + y / c} for indices, which are never negative here. */
  private static Expr divide(Expr a, Expr b) {
    if (b instanceof Const c && c.is(1)) {
      return a;
    }
    if (multipleOf(a, b) != null) {
      return multipleOf(a, b);
    }
    if (a instanceof Binary sum && sum.function() == ADD) {
      Expr left = multipleOf(sum.a(), b);
      if (left != null) {
        return add(left, index(Binary.Function.FLOOR_DIV, sum.b(), b));
      }
      Expr right = multipleOf(sum.b(), b);
      if (right != null) {
        return add(index(Binary.Function.FLOOR_DIV, sum.a(), b), right);
      }
    }
    return new Binary(Binary.Function.FLOOR_DIV, a, b);
  }

  private static Expr remainder(Expr a, Expr b) {
    if (multipleOf(a, b) != null) {
      return Expr.index(0);
    }
    if (a instanceof Binary sum && sum.function() == ADD) {
      if (multipleOf(sum.a(), b) != null) {
        return index(Binary.Function.MOD, sum.b(), b);
      }
      if (multipleOf(sum.b(), b) != null) {
        return index(Binary.Function.MOD, sum.a(), b);
      }
    }
    return new Binary(Binary.Function.MOD, a, b);
  }

  /** {@code a / b} when {@code a} is a product with the extent {@code b}, not 0, else null. */
  private static Expr multipleOf(Expr a, Expr b) {
    if (!(b instanceof Size) && !(b instanceof Const c && !c.is(0))) {
      return null;
    }
    if (a.equals(b)) {
      return Expr.index(1);
    }
    if (a instanceof Binary product && product.function() == MUL) {
      if (product.b().equals(b)) {
        return product.a();
      }
      if (product.a().equals(b)) {
        return product.b();
      }
      if (product.b() instanceof Const x
          && b instanceof Const y
          && x.value().longValue() % y.value().longValue() == 0) {
        return multiply(product.a(), Expr.index(x.value().longValue() / y.value().longValue()));
      }
    }
    return null;
  }

  private static Expr fold(Binary.Function f, long a, long b) {
    return switch (f) {
      case ADD -> Expr.index(a + b);
      case SUB -> Expr.index(a - b);
      case MUL -> Expr.index(a * b);
      case FLOOR_DIV -> Expr.index(b == 0 ? 0 : Math.floorDiv(a, b));
      case MOD -> Expr.index(b == 0 ? 0 : Math.floorMod(a, b));
      case MIN -> Expr.index(Math.min(a, b));
      case MAX -> Expr.index(Math.max(a, b));
      case EQ -> new Const(DType.BOOL, a == b ? 1 : 0);
      case LT -> new Const(DType.BOOL, a < b ? 1 : 0);
      case LE -> new Const(DType.BOOL, a <= b ? 1 : 0);
      default -> null;
    };
  }
}
