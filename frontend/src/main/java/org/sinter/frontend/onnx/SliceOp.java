package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Slice;

/** {@code Slice}: starts and ends count from the end when negative and are clamped to the dim. */
final class SliceOp {
  /** Exporters write ends from here on to say "to the end". */
  private static final long FAR = Integer.MAX_VALUE - 1L;

  private final Call c;
  private final Decide decide;

  private SliceOp(Call c) {
    this.c = c;
    this.decide = c.body().model().contents().decide();
  }

  static Value write(Call c) {
    return new SliceOp(c).write();
  }

  private Value write() {
    TensorType type = c.type(0);
    List<Dim> from = required(list(1, "starts"));
    List<Dim> to = required(list(2, "ends"));
    List<Dim> axes = list(3, "axes");
    List<Dim> by = list(4, "steps");
    List<Dim> starts = new ArrayList<>(Collections.nCopies(type.rank(), Dim.ZERO));
    List<Dim> sizes = new ArrayList<>(type.dims());
    List<Long> steps = new ArrayList<>(Collections.nCopies(type.rank(), 1L));
    for (int i = 0; i < from.size(); i++) {
      int axis = Call.axis(axes == null ? i : axes.get(i).value(), type.rank());
      long step = by == null ? 1 : by.get(i).value();
      Dim dim = type.dim(axis);
      Dim start = step > 0 ? forward(from.get(i), dim) : backward(from.get(i), dim);
      Dim end = step > 0 ? forward(to.get(i), dim) : backward(to.get(i), dim);
      Dim size = count(start, end, step);
      if (step == 1 && end.equals(dim) && isNegativeNumber(from.get(i))) {
        size = decide.min(dim, from.get(i).times(-1));
        start = dim.minus(size);
      }
      starts.set(axis, start);
      sizes.set(axis, size);
      steps.set(axis, step);
    }
    boolean whole = sizes.equals(type.dims()) && steps.stream().allMatch(s -> s == 1);
    return whole ? c.in(0) : c.b().add(new Slice(starts, sizes, steps), c.in(0));
  }

  /** {@code x[-3:]} has {@code min(dim, 3)} elements. */
  private static boolean isNegativeNumber(Dim position) {
    return position.isConstant() && position.value() < 0;
  }

  private static List<Dim> required(List<Dim> list) {
    if (list == null) {
      throw new IllegalArgumentException("starts or ends are missing");
    }
    return list;
  }

  private List<Dim> list(int index, String attribute) {
    if (c.opset() >= 10) {
      return c.has(index) ? c.dims(index) : null;
    }
    long[] values = c.integers(attribute);
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; values != null && i < values.length; i++) {
      dims.add(Dim.of(values[i]));
    }
    return values == null ? null : dims;
  }

  private Dim count(Dim start, Dim end, long step) {
    if (step == 0) {
      throw new IllegalArgumentException("a step is 0");
    }
    Dim span = step > 0 ? end.minus(start) : start.minus(end);
    Dim count = span.plus(Math.abs(step) - 1).floorDiv(Dim.of(Math.abs(step)));
    return decide.max(Dim.ZERO, count);
  }

  /** A position in {@code 0 .. dim}. */
  private Dim forward(Dim position, Dim dim) {
    if (position.isConstant() && position.value() >= FAR) {
      return dim;
    }
    return clamped(decide.max(Dim.ZERO, wrapped(position, dim)), dim);
  }

  /** A position in {@code -1 .. dim - 1}. */
  private Dim backward(Dim position, Dim dim) {
    if (position.isConstant() && position.value() <= -FAR) {
      return Dim.of(-1);
    }
    if (position.isConstant() && position.value() >= FAR) {
      return dim.minus(1);
    }
    return decide.max(Dim.of(-1), decide.min(wrapped(position, dim), dim.minus(1)));
  }

  private Dim wrapped(Dim position, Dim dim) {
    return decide.isNegative(position) ? position.plus(dim) : position;
  }

  /** A number is cut at the dim; a symbolic position becomes a demand that it fits. */
  private Dim clamped(Dim position, Dim dim) {
    if (position.isConstant() || decide.lessOrEqual(dim, position)) {
      return decide.min(position, dim);
    }
    if (!decide.lessOrEqual(position, dim)) {
      c.b().constraints().lessOrEqual(position, dim, "end of slice");
    }
    return position;
  }
}
