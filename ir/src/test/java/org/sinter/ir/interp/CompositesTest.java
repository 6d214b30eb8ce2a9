package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.sinter.ir.interp.Examples.reals;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.Silu;
import org.sinter.ir.op.Softmax;

/** Composites against plain loops over doubles, in f64 so that little rounding is between. */
class CompositesTest {
  private final Random random = new Random(7);

  private Tensor tensor(long... shape) {
    return Examples.random(random, DType.F64, shape);
  }

  private static void check(double[] expected, Op op, Tensor... inputs) {
    assertArrayEquals(expected, reals(Examples.run(op, inputs).get(0)), 1e-12, op.toString());
  }

  private static double[] softmax(double[] x) {
    double sum = 0;
    for (double v : x) {
      sum += Math.exp(v);
    }
    double[] p = new double[x.length];
    for (int i = 0; i < p.length; i++) {
      p[i] = Math.exp(x[i]) / sum;
    }
    return p;
  }

  @Test
  void softmaxAlongTheMiddle() {
    Tensor x = tensor(2, 5, 3);
    double[] expected = new double[30];
    for (int i = 0; i < 2; i++) {
      for (int k = 0; k < 3; k++) {
        double[] row = new double[5];
        for (int j = 0; j < 5; j++) {
          row[j] = x.real(i * 15 + j * 3 + k);
        }
        double[] p = softmax(row);
        for (int j = 0; j < 5; j++) {
          expected[i * 15 + j * 3 + k] = p[j];
        }
      }
    }
    check(expected, new Softmax(-2), x);
  }

  @Test
  void normsOfRows() {
    Tensor x = tensor(2, 3, 4);
    Tensor g = tensor(4);
    Tensor b = tensor(4);
    double[] layer = new double[24];
    double[] rms = new double[24];
    for (int row = 0; row < 6; row++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < 4; i++) {
        mean += x.real(row * 4 + i) / 4;
        square += Math.pow(x.real(row * 4 + i), 2) / 4;
      }
      double variance = square - mean * mean;
      for (int i = 0; i < 4; i++) {
        double v = x.real(row * 4 + i);
        layer[row * 4 + i] = (v - mean) / Math.sqrt(variance + 0.1) * g.real(i) + b.real(i);
        rms[row * 4 + i] = v / Math.sqrt(square + 0.2) * g.real(i);
      }
    }
    check(layer, new LayerNorm(0.1), x, g, b);
    check(rms, new RmsNorm(0.2), x, g);
  }

  @Test
  void activations() {
    Tensor x = tensor(20);
    double[] silu = new double[20];
    double[] tanh = new double[20];
    double[] sigmoid = new double[20];
    double[] erf = new double[20];
    for (int i = 0; i < 20; i++) {
      double v = x.real(i);
      silu[i] = v / (1 + Math.exp(-v));
      sigmoid[i] = v / (1 + Math.exp(-1.702 * v));
      double u = Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v);
      tanh[i] = 0.5 * v * (1 + Math.tanh(u));
      erf[i] = v * normalCdf(v);
    }
    check(silu, new Silu(), x);
    check(sigmoid, new Gelu(Gelu.Form.SIGMOID), x);
    check(tanh, new Gelu(Gelu.Form.TANH), x);
    check(erf, new Gelu(Gelu.Form.ERF), x);
  }

  /** By Simpson's rule. */
  static double normalCdf(double x) {
    int n = 2000;
    double h = x / n;
    double sum = 0;
    for (int i = 0; i <= n; i++) {
      double t = i * h;
      int weight = i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(-t * t / 2);
    }
    return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
  }

  @Test
  void rotaryTurnsPairs() {
    for (boolean interleaved : new boolean[] {false, true}) {
      Tensor x = tensor(2, 3, 2, 10);
      Tensor angle = tensor(1, 3, 1, 4);
      Tensor cos = Tensor.allocate(DType.F64, 1, 3, 1, 4);
      Tensor sin = Tensor.allocate(DType.F64, 1, 3, 1, 4);
      for (int i = 0; i < 12; i++) {
        cos.set(i, Math.cos(angle.real(i)));
        sin.set(i, Math.sin(angle.real(i)));
      }
      double[] expected = reals(x);
      for (int row = 0; row < 12; row++) {
        int position = row / 2 % 3;
        for (int i = 0; i < 4; i++) {
          int a = row * 10 + (interleaved ? 2 * i : i);
          int b = row * 10 + (interleaved ? 2 * i + 1 : i + 4);
          double t = angle.real(position * 4 + i);
          expected[a] = x.real(a) * Math.cos(t) - x.real(b) * Math.sin(t);
          expected[b] = x.real(b) * Math.cos(t) + x.real(a) * Math.sin(t);
        }
      }
      check(expected, new Rotary(interleaved), x, cos, sin);
    }
  }

  @Test
  void attentionWithGroupsMaskAndCap() {
    Tensor q = tensor(2, 3, 4, 5);
    Tensor k = tensor(2, 6, 2, 5);
    Tensor v = tensor(2, 6, 2, 7);
    Tensor mask = tensor(2, 1, 3, 6);
    for (double cap : new double[] {0, 2}) {
      check(attention(q, k, v, mask, cap), new Attention(0.3, cap), q, k, v, mask);
    }
    Tensor none = Tensor.allocate(DType.F64, 2, 1, 3, 6);
    check(attention(q, k, v, none, 0), new Attention(0.3, 0), q, k, v);
  }

  /** Each text as it would be alone, its part of the mask cut out. */
  @Test
  void raggedAttention() {
    int[] lengths = {2, 3, 1};
    Tensor q = tensor(6, 4, 5);
    Tensor k = tensor(6, 2, 5);
    Tensor v = tensor(6, 2, 7);
    Tensor offsets = Tensor.of(new long[] {0, 2, 5, 6}, 4);
    for (Tensor mask : List.of(tensor(3, 4, 3, 3), tensor(3, 1, 1, 3), tensor(1, 4, 3, 3))) {
      for (Attention op :
          List.of(
              new Attention(0.3, 2),
              new Attention(0.3, 0, -1e30, null),
              new Attention(0.3, 0, Double.NEGATIVE_INFINITY, 2L))) {
        double[] expected = new double[6 * 4 * 7];
        int first = 0;
        for (int b = 0; b < 3; b++) {
          int n = lengths[b];
          Tensor[] in = {
            cut(q, n, first, n, 4, 5),
            cut(k, n, first, n, 2, 5),
            cut(v, n, first, n, 2, 7),
            square(mask, b, n)
          };
          double[] own = reals(Examples.run(op, in).get(0));
          System.arraycopy(own, 0, expected, first * 28, own.length);
          first += n;
        }
        check(expected, new RaggedAttention(op, Dim.of(3)), q, k, v, offsets, mask);
      }
    }
  }

  /** Rows of {@code x} from {@code first} on as a batch of one. */
  private static Tensor cut(Tensor x, int rows, int first, long... shape) {
    Tensor out = Tensor.allocate(DType.F64, 1, shape[0], shape[1], shape[2]);
    for (int i = 0; i < out.size(); i++) {
      out.set(i, x.real(first * (out.size() / rows) + i));
    }
    return out;
  }

  private static Tensor square(Tensor mask, int b, int n) {
    long[] s = mask.shape();
    Tensor out = Tensor.allocate(DType.F64, 1, s[1], s[2] == 1 ? 1 : n, n);
    long at = 0;
    for (int h = 0; h < s[1]; h++) {
      for (int i = 0; i < (s[2] == 1 ? 1 : n); i++) {
        for (int j = 0; j < n; j++) {
          out.set(at++, mask.real((((s[0] == 1 ? 0 : b) * s[1] + h) * s[2] + i) * s[3] + j));
        }
      }
    }
    return out;
  }

  private static double[] attention(Tensor q, Tensor k, Tensor v, Tensor mask, double cap) {
    double[] out = new double[2 * 3 * 4 * 7];
    for (int b = 0; b < 2; b++) {
      for (int i = 0; i < 3; i++) {
        for (int h = 0; h < 4; h++) {
          double[] score = new double[6];
          for (int j = 0; j < 6; j++) {
            for (int d = 0; d < 5; d++) {
              double key = k.real(((b * 6 + j) * 2 + h / 2) * 5 + d);
              score[j] += 0.3 * q.real(((b * 3 + i) * 4 + h) * 5 + d) * key;
            }
            score[j] = cap == 0 ? score[j] : cap * Math.tanh(score[j] / cap);
            score[j] += mask.real((b * 3 + i) * 6 + j);
          }
          double[] p = softmax(score);
          for (int e = 0; e < 7; e++) {
            for (int j = 0; j < 6; j++) {
              out[((b * 3 + i) * 4 + h) * 7 + e] +=
                  p[j] * v.real(((b * 6 + j) * 2 + h / 2) * 7 + e);
            }
          }
        }
      }
    }
    return out;
  }

  @Test
  void largeScoresDoNotOverflow() {
    Tensor x = Examples.f32(Examples.shape(3), 1000, 1000, -1000);
    assertArrayEquals(new double[] {0.5, 0.5, 0}, reals(Examples.run(new Softmax(0), x).get(0)), 0);
    assertArrayEquals(
        new double[] {1000, -0.0},
        reals(Examples.run(new Silu(), Examples.f32(Examples.shape(2), 1000, -1000)).get(0)),
        0);
    List<Tensor> none = Examples.run(new Softmax(0), Examples.f32(Examples.shape(0, 2)));
    assertArrayEquals(new double[0], reals(none.get(0)));
  }
}
