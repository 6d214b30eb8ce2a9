package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Slice;

/** Rearrangements that many importers need. */
final class Layout {
  /** More parts than this are concatenated in groups. */
  private static final int MAX_PARTS = 32;

  private Layout() {}

  /** {@code x} with dims of 1 at {@code axes} of the result. */
  static Value unsqueeze(Formula f, Value x, List<Integer> axes) {
    List<Dim> dims = new ArrayList<>(x.type().dims());
    int rank = dims.size() + axes.size();
    List<Integer> sorted = axes.stream().map(a -> Call.axis(a, rank)).sorted().toList();
    for (int axis : sorted) {
      dims.add(axis, Dim.ONE);
    }
    return f.reshape(x, dims);
  }

  static Value unsqueeze(Formula f, Value x, int axis) {
    return unsqueeze(f, x, List.of(axis));
  }

  /** {@code x} without its axis {@code axis}, which is 1. */
  static Value squeeze(Formula f, Value x, int axis) {
    List<Dim> dims = new ArrayList<>(x.type().dims());
    dims.remove(x.type().axis(axis));
    return f.reshape(x, dims);
  }

  /** {@code size} elements of {@code axis} from {@code start}. */
  static Value slice(Formula f, Value x, int axis, Dim start, Dim size) {
    TensorType type = x.type();
    int along = type.axis(axis);
    if (start.is(0) && size.equals(type.dim(along))) {
      return x;
    }
    List<Dim> starts = new ArrayList<>(Collections.nCopies(type.rank(), Dim.ZERO));
    List<Dim> sizes = new ArrayList<>(type.dims());
    starts.set(along, start);
    sizes.set(along, size);
    return f.b().add(new Slice(starts, sizes, Collections.nCopies(type.rank(), 1L)), x);
  }

  /** One element of {@code axis}, the axis removed. */
  static Value pick(Formula f, Value x, int axis, long index) {
    return squeeze(f, slice(f, x, axis, Dim.of(index), Dim.ONE), axis);
  }

  static Value concat(Formula f, List<? extends Value> parts, int axis) {
    List<Value> level = new ArrayList<>(parts);
    while (level.size() > MAX_PARTS) {
      List<Value> next = new ArrayList<>();
      for (int i = 0; i < level.size(); i += MAX_PARTS) {
        List<Value> group = level.subList(i, Math.min(level.size(), i + MAX_PARTS));
        next.add(concat(f, group, axis));
      }
      level = next;
    }
    return level.size() == 1 ? level.get(0) : f.b().add(new Concat(axis), level);
  }

  static List<Integer> inverse(List<Integer> perm) {
    List<Integer> inverse = new ArrayList<>(perm);
    for (int i = 0; i < perm.size(); i++) {
      inverse.set(perm.get(i), i);
    }
    return inverse;
  }

  static List<Integer> range(int from, int to) {
    List<Integer> range = new ArrayList<>();
    for (int i = from; i < to; i++) {
      range.add(i);
    }
    return range;
  }

  /** {@code [size, 1, ..]}: along the first of the last {@code rank} axes. */
  static List<Dim> column(Dim size, int rank) {
    List<Dim> dims = new ArrayList<>(Collections.nCopies(rank, Dim.ONE));
    dims.set(0, size);
    return dims;
  }
}
