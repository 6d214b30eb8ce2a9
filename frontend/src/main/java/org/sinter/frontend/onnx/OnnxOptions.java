package org.sinter.frontend.onnx;

import java.util.Map;
import org.sinter.ir.Tensor;

/**
 * How a model is specialised as it is read.
 *
 * @param sizes symbols that are numbers: {@code seq = 128}
 * @param bounds symbols that have an upper bound: {@code seq <= 512}
 * @param values inputs that become constants
 * @param maxUnroll the most iterations of a {@code Loop} or {@code Scan}
 */
public record OnnxOptions(
    Map<String, Long> sizes, Map<String, Long> bounds, Map<String, Tensor> values, int maxUnroll) {
  public static final OnnxOptions NONE = new OnnxOptions(Map.of(), Map.of(), Map.of(), 4096);

  public OnnxOptions {
    sizes = Map.copyOf(sizes);
    bounds = Map.copyOf(bounds);
    values = Map.copyOf(values);
  }

  public OnnxOptions withSizes(Map<String, Long> other) {
    return new OnnxOptions(other, bounds, values, maxUnroll);
  }

  public OnnxOptions withBounds(Map<String, Long> other) {
    return new OnnxOptions(sizes, other, values, maxUnroll);
  }

  public OnnxOptions withValues(Map<String, Tensor> other) {
    return new OnnxOptions(sizes, bounds, other, maxUnroll);
  }
}
