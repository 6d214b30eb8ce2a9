package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;

/** {@code out[i] = condition[i] ? a[i] : b[i]}, shapes broadcast. */
public record Where() implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 3);
    Op.sameType(in.get(1), in.get(2));
    if (in.get(0).dtype() != DType.BOOL) {
      throw new IllegalArgumentException("condition is " + in.get(0) + ", expected bool");
    }
    List<Dim> values = where.broadcast(in.get(1).dims(), in.get(2).dims());
    return List.of(in.get(1).with(where.broadcast(in.get(0).dims(), values)));
  }

  @Override
  public Compute compute(List<TensorType> in) {
    int rank = in.stream().mapToInt(TensorType::rank).max().orElse(0);
    return Compute.element(
        rank,
        i ->
            Compute.broadcastLoad(0, in.get(0), i)
                .select(
                    Compute.broadcastLoad(1, in.get(1), i),
                    Compute.broadcastLoad(2, in.get(2), i)));
  }
}
