package org.sinter.ir.op;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Expr;

/** {@code out[i[perm[0]], i[perm[1]], ..] = a[i[0], i[1], ..]}: dim d of the result is perm[d]. */
public record Transpose(List<Integer> perm) implements Primitive {
  public Transpose {
    perm = List.copyOf(perm);
  }

  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 1);
    TensorType a = in.get(0);
    if (perm.size() != a.rank() || !perm.stream().sorted().toList().equals(identity(perm.size()))) {
      throw new IllegalArgumentException(perm + " is no permutation of the axes of " + a);
    }
    List<Dim> dims = perm.stream().map(a::dim).toList();
    return List.of(a.with(dims));
  }

  static List<Integer> identity(int rank) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(i);
    }
    return axes;
  }

  @Override
  public Compute compute(List<TensorType> in) {
    return Compute.element(
        perm.size(),
        i -> {
          List<Expr> at = new ArrayList<>(i);
          for (int d = 0; d < perm.size(); d++) {
            at.set(perm.get(d), i.get(d));
          }
          return Compute.load(0, in.get(0), at);
        });
  }
}
