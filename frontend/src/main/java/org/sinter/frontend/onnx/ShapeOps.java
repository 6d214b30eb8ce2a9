package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Iota;

/** Ops that make, read or change shapes. */
final class ShapeOps {
  private ShapeOps() {}

  static void register(Registry r) {
    r.add("Shape", ShapeOps::shape);
    r.add("Size", c -> c.f().reshape(c.b().add(new Dims(List.of(c.type(0).size()))), List.of()));
    r.add("Transpose", ShapeOps::transpose);
    r.add("Concat", c -> Layout.concat(c.f(), c.from(0), c.axis("axis", 1, c.rank(0))));
    r.addAll("Split", ShapeOps::split);
    r.add("Expand", ShapeOps::expand);
    r.add("Tile", c -> tile(c.f(), c.in(0), c.dims(1)));
    r.add("Slice", SliceOp::write);
    r.add("Pad", PadOp::write);
  }

  private static Value shape(Call c) {
    int rank = c.rank(0);
    int start = clamp(c.integer("start", 0), rank);
    int end = clamp(c.integer("end", rank), rank);
    return c.b().add(new Dims(c.type(0).dims().subList(start, Math.max(start, end))));
  }

  private static int clamp(long position, int rank) {
    return (int) Math.max(0, Math.min(rank, position < 0 ? position + rank : position));
  }

  private static Value transpose(Call c) {
    long[] perm = c.integers("perm");
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < c.rank(0); i++) {
      axes.add(perm == null || i >= perm.length ? c.rank(0) - 1 - i : Math.toIntExact(perm[i]));
    }
    if (perm != null && perm.length != c.rank(0)) {
      throw new IllegalArgumentException("perm has " + perm.length + " axes for " + c.type(0));
    }
    return c.f().transpose(c.in(0), axes);
  }

  private static List<Value> split(Call c) {
    int axis = c.axis("axis", 0, c.rank(0));
    Dim whole = c.type(0).dim(axis);
    List<Dim> sizes = new ArrayList<>();
    if (c.opset() >= 13 && c.has(1)) {
      sizes.addAll(c.dims(1));
    } else if (c.opset() < 13 && c.hasAttribute("split")) {
      for (long size : c.integers("split")) {
        sizes.add(Dim.of(size));
      }
    } else {
      sizes.addAll(equalParts(whole, c.integer("num_outputs", c.node().outputs().size())));
    }
    Dim sum = sizes.stream().reduce(Dim.ZERO, Dim::plus);
    c.b().constraints().equal(sum, whole, "sizes " + sizes + " and the split dim");
    List<Value> parts = new ArrayList<>();
    Dim start = Dim.ZERO;
    for (Dim size : sizes) {
      parts.add(Layout.slice(c.f(), c.in(0), axis, start, size));
      start = start.plus(size);
    }
    return parts;
  }

  /** All parts as long as the first but the last, which may be shorter. */
  private static List<Dim> equalParts(Dim whole, long count) {
    if (count < 1 || count > 65536) {
      throw new IllegalArgumentException("split into " + count);
    }
    Dim part = whole.plus(count - 1).floorDiv(Dim.of(count));
    Dim exact = whole.exactQuotient(Dim.of(count));
    Dim each = exact == null ? part : exact;
    List<Dim> sizes = new ArrayList<>(Collections.nCopies((int) count, each));
    if (exact == null) {
      sizes.set((int) count - 1, whole.minus(part.times(count - 1)));
    }
    return sizes;
  }

  private static Value expand(Call c) {
    List<Dim> shape = c.b().constraints().broadcast(c.type(0).dims(), c.dims(1));
    return c.f().expand(c.in(0), shape);
  }

  /** {@code [d] → [1, d] → [r, d] → [r * d]} in every axis. */
  static Value tile(Formula f, Value x, List<Dim> repeats) {
    List<Dim> column = new ArrayList<>();
    List<Dim> wide = new ArrayList<>();
    List<Dim> flat = new ArrayList<>();
    for (int i = 0; i < repeats.size(); i++) {
      Dim dim = x.type().dim(i);
      Dim times = repeats.get(i);
      flat.add(dim.times(times));
      if (!times.is(1) && !dim.is(1)) {
        column.add(Dim.ONE);
        wide.add(times);
      }
      column.add(dim);
      wide.add(dim.is(1) ? times : dim);
    }
    return f.reshape(f.expand(f.reshape(x, column), wide), flat);
  }

  /** {@code 0, 1, …} as an i64 column [n, 1] or row [n]. */
  static Value position(Formula f, Dim size, boolean column) {
    Value iota = f.b().add(new Iota(DType.I64, size));
    return column ? f.reshape(iota, List.of(size, Dim.ONE)) : iota;
  }
}
