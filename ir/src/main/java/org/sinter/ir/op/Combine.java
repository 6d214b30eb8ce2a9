package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;

/** {@code out[i] = function(a[i], b[i])}, shapes broadcast; comparisons give bool. */
public record Combine(Binary.Function function) implements Primitive {
  @Override
  public List<TensorType> infer(List<TensorType> in, Constraints where) {
    Op.arity(in, 2);
    Op.sameType(in.get(0), in.get(1));
    if (onBits(function) && in.get(0).dtype().isFloat()) {
      throw new IllegalArgumentException(function + " of " + in.get(0));
    }
    DType type = function.isComparison() ? DType.BOOL : in.get(0).dtype();
    return List.of(new TensorType(type, where.broadcast(in.get(0).dims(), in.get(1).dims())));
  }

  private static boolean onBits(Binary.Function function) {
    return switch (function) {
      case AND, OR, XOR, SHL, SHR -> true;
      default -> false;
    };
  }

  @Override
  public Compute compute(List<TensorType> in) {
    int rank = Math.max(in.get(0).rank(), in.get(1).rank());
    return Compute.element(
        rank,
        i ->
            new Binary(
                function,
                Compute.broadcastLoad(0, in.get(0), i),
                Compute.broadcastLoad(1, in.get(1), i)));
  }
}
