package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Windows;

/** Depthwise convolution over a state and the input after it. */
final class CausalConvolution {
  private CausalConvolution() {}

  /** Depthwise over the past state and the input; the new state is the last {@code k - 1}. */
  static List<Value> causal(Call c) {
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
    Value y = ConvolutionOps.product(f, f.b().add(windows, x), c.in(1), t.dim(1).value());
    y = ConvolutionOps.biased(c, y, 2);
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
