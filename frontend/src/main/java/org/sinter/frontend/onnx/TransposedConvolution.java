package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Windows;

/** The adjoint of a convolution: zeros between the elements, then mirrored weights. */
final class TransposedConvolution {
  private TransposedConvolution() {}

  /** The adjoint: zeros between the elements, then windows times the mirrored weights. */
  static Value transposed(Call c) {
    Formula f = c.f();
    TensorType wt = c.type(1);
    int axes = wt.rank() - 2;
    long group = c.integer("group", 1);
    List<Long> strides = Windowing.list(c, "strides", axes, 1);
    List<Long> dilations = Windowing.list(c, "dilations", axes, 1);
    Value x = c.in(0);
    for (int i = 0; i < axes; i++) {
      x = stretch(f, x, 2 + i, strides.get(i));
    }
    List<Dim> before = new ArrayList<>(Collections.nCopies(2, Dim.ZERO));
    List<Dim> after = new ArrayList<>(before);
    List<Long> kernel = new ArrayList<>();
    for (int i = 0; i < axes; i++) {
      kernel.add(wt.dim(i + 2).value());
      long reach = (kernel.get(i) - 1) * dilations.get(i);
      Dim[] pads = transposedPads(c, i, axes, reach, strides.get(i));
      before.add(Dim.of(reach).minus(pads[0]));
      after.add(Dim.of(reach).minus(pads[1]));
    }
    Value padded = PadOp.constant(f, x, before, after, f.literal(x, 0));
    Windows windows = new Windows(kernel, Collections.nCopies(axes, 1L), dilations);
    Value w = mirrored(f, c.in(1), group);
    Value y = ConvolutionOps.product(f, f.b().add(windows, padded), w, group);
    return ConvolutionOps.biased(c, y, 2);
  }

  /** {@code [.., d, ..]} to {@code [.., (d - 1) * stride + 1, ..]}, zeros between. */
  private static Value stretch(Formula f, Value x, int axis, long stride) {
    if (stride == 1) {
      return x;
    }
    Dim size = x.type().dim(axis);
    Value column = Layout.unsqueeze(f, x, axis + 1);
    List<Dim> none = new ArrayList<>(Collections.nCopies(column.type().rank(), Dim.ZERO));
    List<Dim> after = new ArrayList<>(none);
    after.set(axis + 1, Dim.of(stride - 1));
    Value wide = PadOp.constant(f, column, none, after, f.literal(x, 0));
    List<Dim> dims = new ArrayList<>(x.type().dims());
    dims.set(axis, size.times(stride));
    Value flat = f.reshape(wide, dims);
    return Layout.slice(f, flat, axis, Dim.ZERO, size.minus(1).times(stride).plus(1));
  }

  /** What is cut at both ends of axis {@code i}; output padding counts against the end. */
  private static Dim[] transposedPads(Call c, int i, int axes, long reach, long stride) {
    long extra = Windowing.list(c, "output_padding", axes, 0).get(i);
    Dim full = c.type(0).dim(i + 2).minus(1).times(stride).plus(reach + 1 + extra);
    long[] wanted = c.integers("output_shape");
    String auto = c.text("auto_pad", "NOTSET");
    if (wanted == null && !auto.startsWith("SAME")) {
      List<Long> pads = Windowing.list(c, "pads", 2 * axes, 0);
      return new Dim[] {Dim.of(pads.get(i)), Dim.of(pads.get(axes + i) - extra)};
    }
    Dim out =
        wanted != null
            ? Dim.of(wanted[wanted.length - axes + i])
            : c.type(0).dim(i + 2).times(stride);
    Dim cut = full.minus(out);
    Dim less = cut.floorDiv(Dim.of(2));
    Dim more = cut.minus(less);
    boolean upper = auto.equals("SAME_UPPER");
    return upper ? new Dim[] {less, more.minus(extra)} : new Dim[] {more, less.minus(extra)};
  }

  /** {@code [C, M / g, k..]} to {@code [M, C / g, k..]}, every kernel axis reversed. */
  private static Value mirrored(Formula f, Value w, long group) {
    TensorType t = w.type();
    List<Dim> starts = new ArrayList<>(Collections.nCopies(t.rank(), Dim.ZERO));
    List<Long> steps = new ArrayList<>(Collections.nCopies(t.rank(), 1L));
    for (int i = 2; i < t.rank(); i++) {
      starts.set(i, t.dim(i).minus(1));
      steps.set(i, -1L);
    }
    Value reversed = f.b().add(new Slice(starts, t.dims(), steps), w);
    Dim groups = Dim.of(group);
    List<Dim> split = new ArrayList<>(List.of(groups, t.dim(0).floorDiv(groups)));
    split.addAll(t.dims().subList(1, t.rank()));
    List<Integer> perm = new ArrayList<>(List.of(0, 2, 1));
    perm.addAll(Layout.range(3, t.rank() + 1));
    List<Dim> shape = new ArrayList<>(List.of(t.dim(1).times(groups), t.dim(0).floorDiv(groups)));
    shape.addAll(t.dims().subList(2, t.rank()));
    return f.reshape(f.transpose(f.reshape(reversed, split), perm), shape);
  }
}
