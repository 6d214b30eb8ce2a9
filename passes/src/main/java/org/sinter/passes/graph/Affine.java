package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Match;

/** Integers that depend on their place alone: {@code v[i, j] = offset + strides[0] * i + …}. */
record Affine(Dim offset, List<Dim> strides) {
  private static final int MAX_DEPTH = 16;
  private static final long MAX_ELEMENTS = 1 << 16;

  /** The places' law, or null when none is found. */
  static Affine of(Value value) {
    return of(value, 0);
  }

  private static Affine of(Value v, int depth) {
    Double literal = v.type().dtype().isInteger() ? Match.literal(v) : null;
    if (literal != null || depth > MAX_DEPTH) {
      return literal == null ? null : new Affine(Dim.of(literal.longValue()), zeros(v));
    }
    if (v instanceof Constant c) {
      return counting(c);
    }
    if (Match.is(v, Iota.class)) {
      return new Affine(Dim.ZERO, List.of(Dim.ONE));
    }
    Dims dims = Match.op(v, Dims.class);
    if (dims != null) {
      return dims.values().size() == 1 ? new Affine(dims.values().get(0), zeros(v)) : null;
    }
    if (Match.is(v, Combine.class)) {
      return combined(v, depth);
    }
    boolean moved =
        Match.is(v, Reshape.class) || Match.is(v, Expand.class) || Match.is(v, Slice.class);
    boolean same = moved || Bounds.widened(v);
    Affine inner = same ? of(Match.input(v, 0), depth + 1) : null;
    return inner == null || Match.is(v, Convert.class) ? inner : inner.moved(v);
  }

  private static List<Dim> zeros(Value v) {
    return Collections.nCopies(v.type().rank(), Dim.ZERO);
  }

  /** A constant that counts 0, 1, 2, … along its last axis, the others being 1. */
  private static Affine counting(Constant c) {
    long size = c.elements().size();
    boolean counts =
        c.type().dtype().isInteger()
            && c.type().rank() > 0
            && size <= MAX_ELEMENTS
            && c.type().dim(-1).is(size);
    for (long i = 0; counts && i < size; i++) {
      counts = c.elements().integer(i) == i;
    }
    List<Dim> strides = new ArrayList<>(zeros(c));
    if (counts) {
      strides.set(strides.size() - 1, Dim.ONE);
    }
    return counts ? new Affine(Dim.ZERO, strides) : null;
  }

  private Affine moved(Value v) {
    Slice slice = Match.op(v, Slice.class);
    return slice != null
        ? sliced(slice)
        : Match.is(v, Expand.class) ? padded(v.type().rank()) : reshaped(v);
  }

  private Affine sliced(Slice slice) {
    Dim first = offset;
    List<Dim> now = new ArrayList<>();
    for (int i = 0; i < strides.size(); i++) {
      first = first.plus(slice.starts().get(i).times(strides.get(i)));
      now.add(strides.get(i).times(slice.steps().get(i)));
    }
    return new Affine(first, now);
  }

  private Affine padded(int rank) {
    List<Dim> now = new ArrayList<>(Collections.nCopies(rank - strides.size(), Dim.ZERO));
    now.addAll(strides);
    return new Affine(offset, now);
  }

  /** Only where ones come or go. */
  private Affine reshaped(Value v) {
    List<Dim> from = Match.input(v, 0).type().dims();
    if (!Shapes.squeezed(from).equals(Shapes.squeezed(v.type().dims()))) {
      return null;
    }
    List<Dim> now = new ArrayList<>();
    int next = 0;
    for (Dim dim : v.type().dims()) {
      while (!dim.is(1) && from.get(next).is(1)) {
        next++;
      }
      now.add(dim.is(1) ? Dim.ZERO : strides.get(next++));
    }
    return new Affine(offset, now);
  }

  private static Affine combined(Value v, int depth) {
    Binary.Function f = Match.op(v, Combine.class).function();
    boolean sum = f == Binary.Function.ADD || f == Binary.Function.SUB;
    boolean known = sum || f == Binary.Function.MUL;
    Affine a = known ? of(Match.input(v, 0), depth + 1) : null;
    Affine b = a == null ? null : of(Match.input(v, 1), depth + 1);
    if (b == null) {
      return null;
    }
    int rank = v.type().rank();
    if (sum) {
      Affine other = f == Binary.Function.SUB ? b.times(Dim.of(-1)) : b;
      return a.padded(rank).plus(other.padded(rank));
    }
    return b.isNumber()
        ? a.padded(rank).times(b.offset)
        : a.isNumber() ? b.padded(rank).times(a.offset) : null;
  }

  boolean isNumber() {
    return strides.stream().allMatch(s -> s.is(0));
  }

  private Affine plus(Affine other) {
    List<Dim> sum = new ArrayList<>();
    for (int i = 0; i < strides.size(); i++) {
      sum.add(strides.get(i).plus(other.strides.get(i)));
    }
    return new Affine(offset.plus(other.offset), sum);
  }

  private Affine times(Dim factor) {
    return new Affine(offset.times(factor), strides.stream().map(s -> s.times(factor)).toList());
  }

  /** Whether a tensor of {@code dims} just counts from the offset on, in row-major order. */
  boolean counts(List<Dim> dims) {
    Dim stride = Dim.ONE;
    for (int i = dims.size() - 1; i >= 0; i--) {
      if (!dims.get(i).is(1) && !strides.get(i).equals(stride)) {
        return false;
      }
      stride = stride.times(dims.get(i));
    }
    return true;
  }
}
