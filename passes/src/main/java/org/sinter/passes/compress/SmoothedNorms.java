package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.RmsNorm;
import org.sinter.passes.Context;

/**
 * The part of {@link Smooth} that looks for norms and decides what their columns are divided by.
 */
final class SmoothedNorms {
  /** More of the expected error than this may not be left: it is expected only. */
  private static final double WORTH = 0.5;

  private final Graph graph;
  private final Smooth options;
  private final Context context;
  private final Estimates estimates;
  private final Map<Value, List<Node>> users;

  SmoothedNorms(Graph graph, Smooth options, Context context) {
    this.graph = graph;
    this.options = options;
    this.context = context;
    this.estimates = new Estimates(graph);
    this.users = graph.users();
  }

  /** By the norm's result. */
  Map<Value, SmoothedNorm> found() {
    Map<Value, SmoothedNorm> found = new LinkedHashMap<>();
    Map<Node, Boolean> seen = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (isNorm(node.op()) && node.result().type().dtype() == DType.F32) {
        SmoothedNorm norm = norm(node, seen);
        if (norm != null) {
          found.put(node.result(), norm);
        }
      } else if (node.op() instanceof MatMul
          && isWeight(node.input(1))
          && !seen.containsKey(node)) {
        context.missed(node, "not after a norm", name(node) + " multiplies what no norm gives");
      }
    }
    return found;
  }

  private static boolean isNorm(Op op) {
    return op instanceof LayerNorm || op instanceof RmsNorm;
  }

  /** A single matrix of f32. */
  private static boolean isWeight(Value value) {
    TensorType type = value.type();
    return value instanceof Constant
        && type.dtype() == DType.F32
        && type.rank() >= 2
        && type.dims().subList(0, type.rank() - 2).stream().allMatch(d -> d.is(1));
  }

  private static String name(Node product) {
    return ((Constant) product.input(1)).name();
  }

  private SmoothedNorm norm(Node node, Map<Node, Boolean> seen) {
    List<Node> products = new ArrayList<>();
    boolean isAlone = collect(node.result(), products);
    products.forEach(product -> seen.put(product, true));
    if (products.isEmpty()) {
      return null;
    }
    Spread x = estimates.of(node.result());
    List<Constant> weights = products.stream().map(p -> (Constant) p.input(1)).distinct().toList();
    Evenness evenness = x == null ? null : Evenness.of(x, weights, options.alpha());
    String reason =
        !divides(node)
            ? "the norm's gain is computed, or among the exceptions"
            : evenness == null ? "nothing is known of its rows" : evenness.obstacle(WORTH);
    for (Node product : products) {
      say(product, evenness, reason);
    }
    return reason != null ? null : new SmoothedNorm(products, isAlone, evenness.scales());
  }

  private void say(Node product, Evenness evenness, String reason) {
    if (reason != null) {
      context.missed(product, "not worth it", name(product) + ": " + reason);
    } else {
      context.applied(product, "evened", name(product) + ": " + evenness);
    }
  }

  /** Adds what multiplies {@code x}; whether nothing else reads it. */
  private boolean collect(Value x, List<Node> products) {
    boolean isAlone = !graph.results().contains(x);
    for (Node user : users.getOrDefault(x, List.of())) {
      boolean reshapes = user.op() instanceof Reshape && SmoothedNorm.keepsRows(x, user.result());
      if (reshapes) {
        isAlone &= collect(user.result(), products);
      } else if (user.op() instanceof MatMul && isWeight(user.input(1)) && !isExcepted(user)) {
        products.add(user);
      } else {
        isAlone = false;
      }
    }
    return isAlone;
  }

  private boolean isExcepted(Node product) {
    Except except = new Except(options.except());
    boolean excepted = except.has(name(product)) || except.has(product.origin());
    if (excepted) {
      context.missed(product, "among the exceptions", name(product) + " is among the exceptions");
    }
    return excepted;
  }

  /** Whether gain and bias are vectors to divide, and no exceptions. */
  private boolean divides(Node norm) {
    Except except = new Except(options.except());
    return norm.inputs().stream()
        .skip(1)
        .allMatch(v -> v instanceof Constant c && !except.has(c.name()));
  }
}
