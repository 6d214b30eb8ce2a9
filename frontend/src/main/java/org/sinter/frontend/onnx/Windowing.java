package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Windows;

/**
 * The sliding windows of a convolution or pooling node over the axes from 2 on: kernel, strides,
 * dilations and pads, those of {@code auto_pad} and {@code ceil_mode} included.
 *
 * @param after pads at the end that the node declares
 * @param extra further ones, which {@code ceil_mode} needs for its last window
 */
record Windowing(
    List<Long> kernel,
    List<Long> strides,
    List<Long> dilations,
    List<Dim> before,
    List<Dim> after,
    List<Dim> extra) {
  /** Of {@code c}, whose first input is windowed. */
  static Windowing of(Call c, List<Long> kernel) {
    int axes = kernel.size();
    if (axes < 1 || c.rank(0) != axes + 2) {
      throw new IllegalArgumentException("kernel " + kernel + " does not fit " + c.type(0));
    }
    List<Long> strides = list(c, "strides", axes, 1);
    List<Long> dilations = list(c, "dilations", axes, 1);
    if (strides.stream().anyMatch(s -> s < 1) || dilations.stream().anyMatch(d -> d < 1)) {
      throw new IllegalArgumentException("strides " + strides + ", dilations " + dilations);
    }
    List<Dim> before = new ArrayList<>();
    List<Dim> after = new ArrayList<>();
    List<Dim> extra = new ArrayList<>();
    String auto = c.text("auto_pad", "NOTSET");
    List<Long> pads = list(c, "pads", 2 * axes, 0);
    boolean ceil = c.flag("ceil_mode", false);
    for (int i = 0; i < axes; i++) {
      Dim size = c.type(0).dim(i + 2);
      long reach = Math.addExact(Math.multiplyExact(kernel.get(i) - 1, dilations.get(i)), 1);
      if (auto.startsWith("SAME")) {
        same(size, reach, strides.get(i), auto.equals("SAME_UPPER"), before, after);
      } else {
        boolean none = auto.equals("VALID");
        before.add(Dim.of(none ? 0 : pads.get(i)));
        after.add(Dim.of(none ? 0 : pads.get(axes + i)));
      }
      extra.add(ceil ? ceil(size, reach, strides.get(i), before.get(i), after.get(i)) : Dim.ZERO);
    }
    return new Windowing(kernel, strides, dilations, before, after, extra);
  }

  static List<Long> list(Call c, String name, int count, long absent) {
    long[] given = c.integers(name);
    List<Long> list = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      list.add(given == null ? absent : given[i]);
    }
    return list;
  }

  /** Pads so that the result has {@code ceil(size / stride)} positions. */
  private static void same(
      Dim size, long reach, long stride, boolean upper, List<Dim> before, List<Dim> after) {
    Dim out = size.plus(stride - 1).floorDiv(Dim.of(stride));
    Dim pad = Dim.ZERO.max(out.minus(1).times(stride).plus(reach).minus(size));
    Dim less = pad.floorDiv(Dim.of(2));
    before.add(upper ? less : pad.minus(less));
    after.add(upper ? pad.minus(less) : less);
  }

  /** What the last window, which begins inside the tensor or its front pad, needs beyond. */
  private static Dim ceil(Dim size, long reach, long stride, Dim before, Dim after) {
    Dim room = size.plus(before).plus(after).minus(reach);
    Dim steps = room.plus(stride - 1).floorDiv(Dim.of(stride));
    Dim last = size.plus(before).minus(1).floorDiv(Dim.of(stride));
    return Dim.ZERO.max(steps.min(last).times(stride).minus(room));
  }

  int axes() {
    return kernel.size();
  }

  /** {@code [n.., o.., k..]} of {@code [n.., s..]}, {@code value} outside. */
  Value apply(Formula f, Value x, Value value) {
    return apply(f, x, value, value);
  }

  /** As above with another value in the positions that {@code ceil_mode} adds. */
  Value apply(Formula f, Value x, Value value, Value beyond) {
    int outer = x.type().rank() - axes();
    List<Dim> none = Collections.nCopies(outer, Dim.ZERO);
    Value padded = PadOp.constant(f, x, join(none, before), join(none, after), value);
    List<Dim> zeros = Collections.nCopies(outer + axes(), Dim.ZERO);
    padded = PadOp.constant(f, padded, zeros, join(none, extra), beyond);
    return f.b().add(new Windows(kernel, strides, dilations), padded);
  }

  private static List<Dim> join(List<Dim> a, List<Dim> b) {
    List<Dim> both = new ArrayList<>(a);
    both.addAll(b);
    return both;
  }
}
