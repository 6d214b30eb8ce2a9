package org.sinter.frontend.onnx.write;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Windows;

/** Ops that give elements other places. */
record Moves(Nodes n, DimValues dims) {
  /** Dims that stay in place are 0 and one other formula is -1, as exporters write it. */
  String reshape(String x, TensorType from, List<Dim> shape) {
    List<Long> numbers = new ArrayList<>();
    int open = 0;
    for (int i = 0; i < shape.size(); i++) {
      Dim dim = shape.get(i);
      boolean stays = i < from.rank() && dim.equals(from.dim(i));
      boolean other = !dim.isConstant() && !stays;
      open += other || dim.lowerBound() < 1 ? 1 : 0;
      numbers.add(dim.isConstant() ? (Long) dim.value() : stays ? (Long) 0L : (Long) (-1L));
    }
    boolean sure = numbers.stream().filter(i -> i == -1).count() == open && open <= 1;
    return sure && from.size().lowerBound() >= 1
        ? n.add("Reshape", List.of(x, n.longs(numbers)))
        : n.add("Reshape", List.of(x, dims.of(shape)), "allowzero", 1);
  }

  /** Only the axes that are cut. */
  String slice(String x, TensorType type, Slice slice) {
    List<Dim> starts = new ArrayList<>();
    List<Dim> ends = new ArrayList<>();
    List<Long> axes = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < type.rank(); i++) {
      long step = slice.steps().get(i);
      Dim start = slice.starts().get(i);
      boolean whole = start.is(0) && step == 1 && slice.sizes().get(i).equals(type.dim(i));
      if (!whole) {
        starts.add(start);
        ends.add(end(start, start.plus(slice.sizes().get(i).times(step)), step, slice, i));
        axes.add((long) i);
        steps.add(step);
      }
    }
    return axes.isEmpty()
        ? n.add("Identity", List.of(x))
        : n.add("Slice", List.of(x, dims.of(starts), dims.of(ends), n.longs(axes), n.longs(steps)));
  }

  /** Before the first element there is no index but one far below. */
  private static Dim end(Dim start, Dim end, long step, Slice slice, int axis) {
    if (slice.sizes().get(axis).is(0)) {
      return start;
    }
    Dim last = start.plus(slice.sizes().get(axis).minus(1).times(step));
    if (step > 0) {
      return last.plus(1);
    }
    return last.is(0) || end.isConstant() && end.value() < 0 ? Dim.of(-(1L << 40)) : last.minus(1);
  }

  /** Each axis is gathered at {@code o * stride + k * dilation}; then the k go to the end. */
  String windows(String x, TensorType type, Windows windows) {
    int axes = windows.kernel().size();
    int leading = type.rank() - axes;
    String value = x;
    for (int i = axes - 1; i >= 0; i--) {
      Dim room =
          type.dim(leading + i)
              .minus((windows.kernel().get(i) - 1) * windows.dilations().get(i) + 1);
      Dim places = room.floorDiv(Dim.of(windows.strides().get(i))).plus(1);
      String origin = scaled(places, windows.strides().get(i));
      origin = n.add("Unsqueeze", List.of(origin, n.longs(List.of(1L))));
      String offset = scaled(Dim.of(windows.kernel().get(i)), windows.dilations().get(i));
      String index = n.add("Add", List.of(origin, offset));
      value = n.add("Gather", List.of(value, index), "axis", leading + i);
    }
    List<Integer> perm = new ArrayList<>();
    for (int i = 0; i < leading; i++) {
      perm.add(i);
    }
    for (int part = 0; part < 2; part++) {
      for (int i = 0; i < axes; i++) {
        perm.add(leading + 2 * i + part);
      }
    }
    return n.add("Transpose", List.of(value), "perm", perm);
  }

  private String scaled(Dim count, long step) {
    return n.add("Mul", List.of(dims.range(count), n.scalar(DType.I64, step)));
  }
}
