package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;

/** Matrix products. */
final class ProductOps {
  private ProductOps() {}

  static void register(Registry r) {
    r.add("MatMul", c -> matMul(c.f(), c.in(0), c.in(1)));
    r.add("Gemm", ProductOps::gemm);
    r.add("Einsum", EinsumOp::write);
    r.addMicrosoft("FusedMatMul", ProductOps::fusedMatMul);
  }

  /** numpy's product: a vector on the left is a row, on the right a column. */
  static Value matMul(Formula f, Value a, Value b) {
    Value left = a.type().rank() == 1 ? Layout.unsqueeze(f, a, 0) : a;
    Value right = b.type().rank() == 1 ? Layout.unsqueeze(f, b, 1) : b;
    Value product = f.matMul(left, right);
    if (b.type().rank() == 1) {
      product = Layout.squeeze(f, product, -1);
    }
    return a.type().rank() == 1
        ? Layout.squeeze(f, product, b.type().rank() == 1 ? -1 : -2)
        : product;
  }

  /** {@code alpha A' B' + beta C}. */
  static Value gemm(Call c) {
    Formula f = c.f();
    Value a = c.flag("transA", false) ? swap(f, c.in(0)) : c.in(0);
    Value b = c.flag("transB", false) ? swap(f, c.in(1)) : c.in(1);
    Value product = scale(f, f.matMul(a, b), c.real("alpha", 1));
    double beta = c.real("beta", 1);
    return !c.has(2) || beta == 0 ? product : f.add(product, scale(f, c.in(2), beta));
  }

  static Value scale(Formula f, Value x, double by) {
    return by == 1 ? x : f.mul(x, by);
  }

  /** The last two axes exchanged. */
  static Value swap(Formula f, Value x) {
    int rank = x.type().rank();
    List<Integer> perm = new ArrayList<>(Layout.range(0, rank));
    Collections.swap(perm, rank - 2, rank - 1);
    return f.transpose(x, perm);
  }

  private static Value fusedMatMul(Call c) {
    Formula f = c.f();
    Value a = side(c, c.in(0), c.flag("transA", false), c.flag("transBatchA", false));
    Value b = side(c, c.in(1), c.flag("transB", false), c.flag("transBatchB", false));
    return scale(f, matMul(f, a, b), c.real("alpha", 1));
  }

  /** {@code batch}: axes {@code 1 .. rank - 2, 0, rank - 1}; then the last two are swapped. */
  private static Value side(Call c, Value x, boolean swapped, boolean batch) {
    int rank = x.type().rank();
    Value moved = x;
    if (batch && rank > 2) {
      List<Integer> perm = new ArrayList<>(Layout.range(1, rank - 1));
      perm.add(0);
      perm.add(rank - 1);
      moved = c.f().transpose(x, perm);
    }
    return swapped && rank > 1 ? swap(c.f(), moved) : moved;
  }
}
