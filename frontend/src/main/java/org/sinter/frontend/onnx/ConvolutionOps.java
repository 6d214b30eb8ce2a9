package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;

/** Convolutions as matrix products over windows. */
final class ConvolutionOps {
  private ConvolutionOps() {}

  static void register(Registry r) {
    r.add("Conv", ConvolutionOps::plain);
    r.add("ConvInteger", ConvolutionOps::integer);
    r.add("QLinearConv", ConvolutionOps::quantized);
    r.add("ConvTranspose", TransposedConvolution::transposed);
    r.addAll("CausalConvWithState", CausalConvolution::causal);
  }

  static Value plain(Call c) {
    return biased(c, convolve(c, c.in(0), c.in(1)), 2);
  }

  static Value biased(Call c, Value y, int input) {
    return c.has(input)
        ? c.f().add(y, ChannelNormOps.channels(c.f(), c.in(input), y.type().rank()))
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
    Dim inner = channels.times(Dim.product(t.dims().subList(2 + axes, t.rank())));
    Dim rows = Dim.product(places);
    Value left = f.transpose(f.reshape(windows, split), perm);
    boolean one = group == 1;
    Dim batch = t.dim(0);
    left = f.reshape(left, one ? List.of(batch, rows, inner) : List.of(batch, groups, rows, inner));
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
      zero = ChannelNormOps.channels(c.f(), zero, c.rank(1) + 1);
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
    return x.type().size().is(1) ? scalar(f, x) : ChannelNormOps.channels(f, x, rank);
  }
}
