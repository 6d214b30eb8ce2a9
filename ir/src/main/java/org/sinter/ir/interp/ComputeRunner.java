package org.sinter.ir.interp;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.sinter.ir.Bits;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Reducer;

/** Evaluates {@code out[axes] = reducer over reduced of value} for every element of the result. */
final class ComputeRunner {
  private final Compute compute;
  private final Evaluator evaluator;
  private final DType type;
  private final int[] axes;
  private final int[] reduced;
  private final long[] extents;
  private final Code value;
  private final Products products;

  /** {@code inputs} and their {@code shapes} stand for the buffers {@code in0, in1, …}. */
  ComputeRunner(
      String where,
      Compute compute,
      List<TensorType> types,
      List<? extends Elements> inputs,
      List<long[]> shapes,
      Map<String, Long> symbols) {
    this.compute = compute;
    evaluator = new Evaluator(where, symbols);
    type = compute.value().type();
    for (int i = 0; i < types.size(); i++) {
      Buffer buffer = Compute.input(i, types.get(i));
      Memory memory = new Memory(where, buffer.name(), inputs.get(i), shapes.get(i));
      evaluator.bind(buffer, new Evaluator.Storage(memory, -1));
    }
    axes = compute.axes().stream().mapToInt(this::declare).toArray();
    reduced = compute.reduced().stream().mapToInt(a -> declare(a.variable())).toArray();
    extents =
        compute.reduced().stream().mapToLong(a -> a.extent().evaluate(evaluator::symbol)).toArray();
    value = evaluator.compile(compute.value());
    products = reduced.length == 0 ? null : Products.of(compute, evaluator);
  }

  private int declare(Var variable) {
    int slot = evaluator.slot();
    evaluator.declare(variable, slot);
    return slot;
  }

  /** All elements, in row-major order. */
  void run(Tensor out) {
    long[] frame = evaluator.frame();
    long[] shape = out.shape();
    long size = out.size();
    for (long i = 0; i < size; i++) {
      if (type.isFloat()) {
        out.set(i, reduced.length == 0 ? value.real(frame) : real(frame));
      } else {
        out.set(i, reduced.length == 0 ? value.integer(frame) : integer(frame));
      }
      advance(frame, axes, shape, axes.length);
    }
  }

  /** Steps the last of the first {@code count} axes; false when all are back at zero. */
  private static boolean advance(long[] frame, int[] slots, long[] shape, int count) {
    for (int d = count - 1; d >= 0; d--) {
      if (++frame[slots[d]] < shape[d]) {
        return true;
      }
      frame[slots[d]] = 0;
    }
    return false;
  }

  private double real(long[] frame) {
    double sum = identity().doubleValue();
    if (Tensor.size(extents) == 0) {
      return sum;
    }
    DoubleBinaryOperator combine = Reals.binary(compute.reducer().function());
    int last = reduced.length - 1;
    boolean plain = compute.reducer() == Reducer.SUM;
    do {
      if (products != null) {
        sum = products.add(sum, frame, extents[last]);
      } else {
        for (long k = 0; k < extents[last]; k++) {
          frame[reduced[last]] = k;
          double term = value.real(frame);
          sum = plain ? sum + term : combine.applyAsDouble(sum, term);
        }
      }
      frame[reduced[last]] = 0;
    } while (advance(frame, reduced, extents, last));
    return sum;
  }

  private long integer(long[] frame) {
    long sum = identity().longValue();
    if (Tensor.size(extents) == 0) {
      return sum;
    }
    LongBinaryOperator combine = Integers.binary(type, compute.reducer().function());
    do {
      sum = Bits.wrap(type, combine.applyAsLong(sum, value.integer(frame)));
    } while (advance(frame, reduced, extents, reduced.length));
    return sum;
  }

  private Number identity() {
    Expr identity = compute.reducer().identity(type);
    return ((Const) identity).value();
  }
}
