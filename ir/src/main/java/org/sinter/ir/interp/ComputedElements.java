package org.sinter.ir.interp;

import java.util.List;
import java.util.Map;
import org.sinter.ir.Bits;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;

/** Elements of a compute without reduction, each evaluated when it is asked for. */
public final class ComputedElements implements Elements {
  private final TensorType result;
  private final int[] axes;
  private final Evaluator evaluator;
  private final Code value;

  /** {@code result} is the static type of what {@code compute} makes of {@code inputs}. */
  public ComputedElements(String where, TensorType result, Compute compute, List<Constant> inputs) {
    if (!compute.reduced().isEmpty() || !result.isStatic()) {
      throw new IllegalArgumentException(where + ": a reduction or a symbolic shape");
    }
    this.result = result;
    evaluator = new Evaluator(where, Map.of());
    for (int i = 0; i < inputs.size(); i++) {
      Constant input = inputs.get(i);
      Buffer buffer = Compute.input(i, input.type());
      Memory memory = new Memory(where, buffer.name(), input.elements(), shape(input.type()));
      evaluator.bind(buffer, new Evaluator.Storage(memory, -1));
    }
    axes = compute.axes().stream().mapToInt(this::declare).toArray();
    value = evaluator.compile(compute.value());
  }

  private int declare(Var variable) {
    int slot = evaluator.slot();
    evaluator.declare(variable, slot);
    return slot;
  }

  private static long[] shape(TensorType type) {
    return type.dims().stream().mapToLong(d -> d.value()).toArray();
  }

  @Override
  public DType type() {
    return result.dtype();
  }

  @Override
  public long size() {
    return result.size().value();
  }

  @Override
  public double real(long i) {
    double real = value.real(frame(i));
    return type().isFloat() ? Bits.round(type(), real) : real;
  }

  @Override
  public long integer(long i) {
    return type().isFloat() ? (long) real(i) : value.integer(frame(i));
  }

  /** A new frame each time: elements may be read by several threads. */
  private long[] frame(long index) {
    long[] frame = evaluator.frame();
    long rest = index;
    for (int d = axes.length - 1; d >= 0; d--) {
      long dim = result.dim(d).value();
      frame[axes[d]] = rest % dim;
      rest /= dim;
    }
    return frame;
  }
}
