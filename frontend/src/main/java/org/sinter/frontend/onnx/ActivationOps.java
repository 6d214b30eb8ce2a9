package org.sinter.frontend.onnx;

import java.util.Arrays;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.Silu;

/** Activations, softmax and its kin, dropout. */
final class ActivationOps {
  private ActivationOps() {}

  static void register(Registry r) {
    r.add("Relu", c -> ElementwiseOps.max(c.f(), c.in(0), c.f().literal(c.in(0), 0)));
    r.add("Sigmoid", c -> c.f().sigmoid(c.in(0)));
    r.add("LeakyRelu", c -> negative(c, c.f().mul(c.in(0), c.real("alpha", 0.01f))));
    r.add("PRelu", c -> negative(c, c.f().mul(c.in(0), c.in(1))));
    r.add("Elu", c -> negative(c, expm1(c.f(), c.in(0), c.real("alpha", 1))));
    r.add("Selu", ActivationOps::selu);
    r.add("Celu", ActivationOps::celu);
    r.add("ThresholdedRelu", ActivationOps::thresholdedRelu);
    r.add("HardSigmoid", c -> hardSigmoid(c, c.real("alpha", 0.2f), c.real("beta", 0.5f)));
    r.add("HardSwish", c -> c.f().mul(c.in(0), hardSigmoid(c, 1.0 / 6, 0.5)));
    r.add("Softplus", c -> softplus(c.f(), c.in(0)));
    r.add("Softsign", ActivationOps::softsign);
    r.add("Mish", c -> c.f().mul(c.in(0), c.f().tanh(softplus(c.f(), c.in(0)))));
    r.add("Swish", c -> swish(c.f(), c.in(0), c.real("alpha", 1)));
    r.add("Shrink", ActivationOps::shrink);
    r.add("Gelu", c -> gelu(c, c.text("approximate", "none").equals("tanh")));
    r.addMicrosoft("Gelu", c -> gelu(c, false));
    r.addMicrosoft("FastGelu", c -> gelu(c, true));
    r.addMicrosoft("BiasGelu", c -> gelu(c, false));
    r.addMicrosoft("QuickGelu", ActivationOps::quickGelu);
    r.addAll("Dropout", ActivationOps::dropout);
  }

  /** {@code x < 0 ? below : x}. */
  private static Value negative(Call c, Value below) {
    return c.f().where(c.f().less(c.in(0), c.f().literal(c.in(0), 0)), below, c.in(0));
  }

  /** {@code by * (exp(x) - 1)}. */
  private static Value expm1(Formula f, Value x, double by) {
    return ProductOps.scale(f, f.add(f.exp(x), -1), by);
  }

  private static Value selu(Call c) {
    double alpha = c.real("alpha", 1.6732632f);
    Value bent = negative(c, expm1(c.f(), c.in(0), alpha));
    return c.f().mul(bent, c.real("gamma", 1.050701f));
  }

  private static Value celu(Call c) {
    double alpha = c.real("alpha", 1);
    return negative(c, expm1(c.f(), c.f().mul(c.in(0), 1 / alpha), alpha));
  }

  private static Value thresholdedRelu(Call c) {
    Value low = c.f().lessOrEqual(c.in(0), c.f().literal(c.in(0), c.real("alpha", 1)));
    return c.f().where(low, c.f().literal(c.in(0), 0), c.in(0));
  }

  private static Value softsign(Call c) {
    Value size = c.f().apply(Unary.Function.ABS, c.in(0));
    return c.f().div(c.in(0), c.f().add(size, 1));
  }

  private static Value hardSigmoid(Call c, double alpha, double beta) {
    Formula f = c.f();
    Value x = c.in(0);
    Value line = f.add(f.mul(x, alpha), beta);
    Value low = ElementwiseOps.max(f, line, f.literal(x, 0));
    return ElementwiseOps.min(f, low, f.literal(x, 1));
  }

  /** {@code max(x, 0) + log(1 + exp(-|x|))}, which does not overflow. */
  static Value softplus(Formula f, Value x) {
    Value small = f.exp(f.neg(f.apply(Unary.Function.ABS, x)));
    Value positive = ElementwiseOps.max(f, x, f.literal(x, 0));
    return f.add(positive, f.apply(Unary.Function.LOG, f.add(small, 1)));
  }

  static Value swish(Formula f, Value x, double alpha) {
    return alpha == 1 ? f.b().add(new Silu(), x) : f.mul(x, f.sigmoid(f.mul(x, alpha)));
  }

  private static Value shrink(Call c) {
    Formula f = c.f();
    Value x = c.in(0);
    Value lambda = f.literal(x, c.real("lambd", 0.5f));
    Value low = f.less(x, f.neg(lambda));
    Value high = f.less(lambda, x);
    Value zero = f.literal(x, 0);
    double bias = c.real("bias", 0);
    return f.where(low, f.add(x, bias), f.where(high, f.add(x, -bias), zero));
  }

  /** Gelu of x, plus a bias where there is one. */
  private static Value gelu(Call c, boolean tanh) {
    Value x = c.has(1) ? c.f().add(c.in(0), c.in(1)) : c.in(0);
    return c.b().add(new Gelu(tanh ? Gelu.Form.TANH : Gelu.Form.ERF), x);
  }

  private static Value quickGelu(Call c) {
    double alpha = c.real("alpha", 1.702f);
    return (float) alpha == 1.702f
        ? c.b().add(new Gelu(Gelu.Form.SIGMOID), c.in(0))
        : swish(c.f(), c.in(0), alpha);
  }

  private static List<Value> dropout(Call c) {
    Boolean training = c.has(2) ? c.truth(2) : Boolean.FALSE;
    if (training == null || training) {
      Double ratio = c.has(1) ? c.realConstant(1) : Double.valueOf(0.5);
      if (ratio == null || ratio != 0) {
        throw new IllegalArgumentException("training mode is not supported");
      }
    }
    Value mask = c.wants(1) ? c.b().add(new Fill(DType.BOOL, c.type(0).dims(), 1)) : null;
    return Arrays.asList(c.in(0), mask);
  }
}
