package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;

/**
 * Columns of activations evened out before they are quantized, at the expense of the weights' rows
 * (Xiao et al. 2023, SmoothQuant): {@code mat-mul x w} with {@code x} from a norm becomes {@code
 * mat-mul (x / s) (diag(s) w)} with {@code s[j] = most |x[.., j]|^alpha / rms(w[j, ..])^(1 -
 * alpha)}. {@code x / s} is the norm with its gain and bias divided; who else reads the norm gets
 * {@code (x / s) * s}, which kernels compute where they read it, so that no pass over memory is
 * added.
 *
 * <p>Each {@code s[j]} is a power of two, so that nothing is rounded: the graph's results are the
 * same, bit by bit, unless numbers leave the range of floats. What {@code x} is at most is not
 * measured but {@linkplain Estimates estimated from the graph's constants}; so is the error of
 * products in 8 bits, and where that would not fall by half nothing is done. {@code alpha = 0}
 * stands for: nothing at all.
 *
 * @param alpha how much of the unevenness goes to the weights: 0 … 1
 * @param except names of weights, or of source nodes, that stay as they are; {@code *} stands for
 *     any characters
 */
public record Smooth(double alpha, List<String> except) implements Divisible {
  public Smooth {
    if (!(alpha >= 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha is " + alpha + ", expected 0 to 1");
    }
    except = List.copyOf(except);
  }

  /** Half of the unevenness. */
  public Smooth() {
    this(0.5, List.of());
  }

  @Override
  public Smooth without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new Smooth(alpha, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    if (alpha == 0) {
      return graph;
    }
    Map<Value, SmoothedNorm> norms = new SmoothedNorms(graph, this, context).found();
    Map<Node, SmoothedNorm> products = new HashMap<>();
    norms.values().forEach(norm -> norm.products().forEach(node -> products.put(node, norm)));
    return graph.rewrite(
        (b, node, in) -> {
          SmoothedNorm own = node.op() instanceof MatMul ? products.get(node) : null;
          if (own != null) {
            return List.of(own.product(b, in));
          }
          SmoothedNorm norm = node.results().size() == 1 ? norms.get(node.result()) : null;
          return norm != null ? List.of(norm.norm(b, node, in)) : null;
        });
  }
}
