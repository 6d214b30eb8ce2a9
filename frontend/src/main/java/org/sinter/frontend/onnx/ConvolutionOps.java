package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Windows;

/** Convolutions as matrix products over windows. */
final class ConvolutionOps {
  private ConvolutionOps() {}

  static void register(Registry r) {
    r.add("Conv", c -> biased(c, convolve(c, c.in(0), c.in(1)), 2));
    r.add("ConvInteger", ConvolutionOps::integer);
    r.add("QLinearConv", ConvolutionOps::quantized);
    r.add("ConvTranspose", ConvolutionOps::transposed);
    r.addAll("CausalConvWithState", ConvolutionOps::causal);
  }

  private static Value biased(Call c, Value y, int input) {
    return c.has(input)
        ? c.f().add(y, NormOps.channels(c.f(), c.in(input), y.type().rank()))
        : y;
  }

  /** The node's windows of {@code x} times the weights {@code w [M, C / group, k..]}. */
  private static Value convolve(Call c, Value x, Value w) {
    List<Long> kernel = new ArrayList<>();
    for (Dim dim : w.type().dims().subList(2, w.type().rank())) {
      kernel.add(dim.value());
    }
    Windowing windowing = Windowing.of(c, kernel);
    Value windows = windowing.apply(c.f(), x, c.f().literal(x, 0));
    return product(c.f(), windows, w, c.integer("group", 1));
  }

  /** {@code [N, C, o.., k..]} and {@code [M, C / g, k..]} to {@code [N, M, o..]}. */
  static Value product(Formula f, Value windows, Value w, long group) {
    int axes = w.type().rank() - 2;
    TensorType t = windows.type();
    Dim groups = Dim.of(group);
    Dim channels = t.dim(1).exactQuotient(groups);
    Dim out = w.type().dim(0).exactQuotient(groups);
    if (channels == null || out == null) {
      throw new IllegalArgumentException(group + " groups of " + t + " and " + w.type());
    }
    f.b().constraints().equal(channels, w.type().dim(1), "channels of " + t + " and " + w.type());
    List<Dim> places = t.dims().subList(2, 2 + axes);
    List<Dim> split = new ArrayList<>(List.of(t.dim(0), groups, channels));
    split.addAll(t.dims().subList(2, t.rank()));
    List<Integer> perm = new ArrayList<>(List.of(0, 1));
    perm.addAll(Layout.range(3, 3 + axes));
    perm.add(2);
    perm.addAll(Layout.range(3 + axes, 3 + 2 * axes));
    Dim inner = channels.times(Layout.product(t.dims().subList(2 + axes, t.rank())));
    Dim rows = Layout.product(places);
    Value left = f.transpose(f.reshape(windows, split), perm);
    boolean one = group == 1;
    left = f.reshape(left, one ? List.of(t.dim(0), rows, inner) : List.of(t.dim(0), groups, rows, inner));
    Value right = f.reshape(w, one ? List.of(out, inner) : List.of(groups, out, inner));
    Value y = ProductOps.swap(f, f.matMul(left, ProductOps.swap(f, right)));
    List<Dim> shape = new ArrayList<>(List.of(t.dim(0), w.type().dim(0)));
    shape.addAll(places);
    return f.reshape(y, shape);
  }

  private static Value integer(Call c) {
    Value x = QuantizeOps.shifted(c.f(), c.in(0), c.optional(2));
    Value zero = c.optional(3);
    if (zero != null && zero.type().rank() == 1 && !zero.type().dim(0).is(1)) {
      zero = NormOps.channels(c.f(), zero, c.rank(1) + 1);
    }
    return convolve(c, x, QuantizeOps.shifted(c.f(), c.in(1), zero));
  }

  /** Inputs x, its scale and zero, w, its scale and zero, the result's scale and zero, bias. */
  private static Value quantized(Call c) {
    Formula f = c.f();
    int rank = c.rank(0);
    Value x = QuantizeOps.shifted(f, c.in(0), c.in(2));
    Value zero = perChannel(f, c.in(5), rank + 1);
    Value w = QuantizeOps.shifted(f, c.in(3), zero);
    Value y = biased(c, convolve(c, x, w), 8);
    Value scale = f.mul(scalar(f, c.in(1)), perChannel(f, c.in(4), rank));
    scale = f.div(scale, scalar(f, c.in(6)));
    return QuantizeOps.round(f, f.mul(f.convert(y, DType.F32), scale), scalar(f, c.in(7)));
  }

  private static Value scalar(Formula f, Value x) {
    return f.reshape(x, List.of());
  }

  /** A vector along axis 1 (of {@code rank} axes), or one for all. */
  private static Value perChannel(Formula f, Value x, int rank) {
    return x.type().size().is(1) ? scalar(f, x) : NormOps.channels(f, x, rank);
  }

  /** The adjoint: zeros between the elements, then windows times the mirrored weights. */
  private static Value transposed(Call c) {
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
    Value y = product(f, f.b().add(windows, padded), mirrored(f, c.in(1), group), group);
    return biased(c, y, 2);
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
    return upper
        ? new Dim[] {less, more.minus(extra)}
        : new Dim[] {more, less.minus(extra)};
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

  /** Depthwise over the past state and the input; the new state is the last {@code k - 1}. */
  private static List<Value> causal(Call c) {
    Formula f = c.f();
    TensorType t = c.type(0);
    Dim before = c.type(1).dim(2).minus(1);
    Value past =
        c.has(3)
            ? f.convert(c.in(3), t.dtype())
            : f.expand(f.literal(c.in(0), 0), List.of(t.dim(0), t.dim(1), before));
    Value x = f.b().add(new Concat(2), past, c.in(0));
    long k = c.type(1).dim(2).value();
    Windows windows = new Windows(List.of(k), List.of(1L), List.of(1L));
    Value y = product(f, f.b().add(windows, x), c.in(1), t.dim(1).value());
    y = biased(c, y, 2);
    String activation = c.text("activation", "none");
    if (activation.equals("silu") || activation.equals("swish")) {
      y = f.convert(ActivationOps.swish(f, f.convert(y, NormOps.stash(t.dtype())), 1), t.dtype());
    } else if (!activation.equals("none")) {
      throw new IllegalArgumentException("activation " + activation + " is not supported");
    }
    Dim length = x.type().dim(2);
    return List.of(y, Layout.slice(f, x, 2, length.minus(before), before));
  }
}
