package org.sinter.frontend.onnx;

import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Formula;

/** The activation that ONNX Runtime's optimiser moved into the op before it. */
final class FusedActivation {
  private FusedActivation() {}

  static void register(Registry r) {
    r.addMicrosoft("FusedGemm", FusedActivation::gemm);
    r.addMicrosoft("FusedConv", FusedActivation::convolution);
  }

  private static Value gemm(Call c) {
    double alpha = c.real("activation_alpha", 0);
    return apply(c, ProductOps.gemm(c), alpha, c.real("activation_beta", 0));
  }

  /** Input 3 is added before the activation. */
  private static Value convolution(Call c) {
    Value y = ConvolutionOps.plain(c);
    y = c.has(3) ? c.f().add(y, c.in(3)) : y;
    float[] given = c.reals("activation_params");
    double first = given == null || given.length < 1 ? 0 : given[0];
    return apply(c, y, first, given == null || given.length < 2 ? 0 : given[1]);
  }

  private static Value apply(Call c, Value x, double alpha, double beta) {
    Formula f = c.f();
    Value zero = f.literal(x, 0);
    String name = c.text("activation", "");
    return switch (name) {
      case "" -> x;
      case "Relu" -> ElementwiseOps.max(f, x, zero);
      case "LeakyRelu" -> f.where(f.less(x, zero), f.mul(x, alpha), x);
      case "Tanh" -> f.tanh(x);
      case "Sigmoid" -> f.sigmoid(x);
      case "Clip" -> clip(f, x, alpha, beta);
      case "HardSigmoid" -> clip(f, f.add(f.mul(x, alpha), beta), 0, 1);
      default -> throw new IllegalArgumentException("activation " + name + " is not supported");
    };
  }

  private static Value clip(Formula f, Value x, double low, double high) {
    Value y = f.combine(Binary.Function.MAX, x, f.literal(x, low));
    return f.combine(Binary.Function.MIN, y, f.literal(x, high));
  }
}
