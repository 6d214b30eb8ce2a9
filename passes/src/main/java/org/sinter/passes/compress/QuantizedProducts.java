package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.Reshape;
import org.sinter.passes.Activations;
import org.sinter.passes.Context;
import org.sinter.passes.Match;

/** The part of {@link Quantize} that rewrites products. */
final class QuantizedProducts {
  /** Longer sums of 8-bit products could leave 32 bits. */
  private static final long LONGEST = 1 << 16;

  /** Shorter rows are not worth a scale each. */
  private static final long SHORTEST = 8;

  private final Quantize options;
  private final Context context;
  private final QuantizedWeights weights;
  private final Map<List<Object>, Constant> offsets = new HashMap<>();
  private final Map<Value, StaticRange> ranges = new HashMap<>();

  QuantizedProducts(Quantize options, Context context) {
    this.options = options;
    this.context = context;
    this.weights = new QuantizedWeights(context, this::quantized);
  }

  /** Finds the range of what enters each product that will be rewritten, where that is wanted. */
  void calibrate(Graph graph) {
    if (options.activations() != Quantize.Activations.I8_STATIC || options.weights() == DType.F32) {
      return;
    }
    Map<Value, String> wanted = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof MatMul && obstacle(node, node.inputs()) == null) {
        wanted.putIfAbsent(node.input(0), ((Constant) node.input(1)).name() + ".input");
      }
    }
    context
        .activations()
        .of(graph, wanted.keySet(), Activations.Detail.CHANNELS)
        .forEach((value, seen) -> ranges.put(value, StaticRange.of(wanted.get(value), seen)));
  }

  List<Value> rewrite(Graph.Builder b, Node node, List<Value> in) {
    String reason = obstacle(node, in);
    if (reason != null) {
      context.missed(node, reason);
      return null;
    }
    if (options.weights() == DType.F32) {
      return null;
    }
    Constant exact = (Constant) in.get(1);
    QuantizedWeight w = weights.of(exact, node);
    if (w == null) {
      return null;
    }
    StaticRange range = ranges.get(node.input(0));
    return List.of(
        range == null ? product(b, in.get(0), exact, w) : ranged(b, node, in.get(0), w, range));
  }

  /** Why a product stays as it is, or null. */
  private String obstacle(Node node, List<Value> in) {
    if (!(in.get(1) instanceof Constant w)) {
      return in.get(0) instanceof Constant
          ? "the constant is on the left"
          : "a product of two activations";
    }
    TensorType type = w.type();
    if (type.dtype() != DType.F32) {
      return w.name() + " is " + type.dtype() + ", not f32";
    }
    if (!type.dims().subList(0, type.rank() - 2).stream().allMatch(d -> d.is(1))) {
      return w.name() + " is several matrices";
    }
    String reason = options.obstacle(node, w);
    return reason != null ? reason : depthObstacle(w);
  }

  private String depthObstacle(Constant w) {
    long k = w.type().dim(-2).value();
    if (k < SHORTEST || k > LONGEST) {
      return w.name() + " has columns of " + k + ", not " + SHORTEST + " to " + LONGEST;
    }
    boolean cut = options.weights() == DType.I4 && k % options.group() != 0;
    return cut ? "columns of " + w.name() + " are no groups of " + options.group() : null;
  }

  private QuantizedWeight quantized(Constant exact) {
    return options.weights() == DType.I4
        ? QuantizedWeight.groups(exact, DType.I4, options.group())
        : QuantizedWeight.columns(exact);
  }

  private Value product(Graph.Builder b, Value x, Constant exact, QuantizedWeight w) {
    Formula f = new Formula(b);
    if (options.weights() == DType.I4) {
      return inGroups(b, x, f.reshape(w.value(b), exact.type().dims()), w);
    }
    if (options.activations() == Quantize.Activations.F32) {
      return f.mul(f.matMul(x, f.convert(w.codes(), DType.F32)), w.scales());
    }
    Rows rows = rows(b, x, DType.I32);
    Value sum = sum(b, rows.codes, w, QuantizeRows.ZERO);
    return f.mul(f.mul(sum, rows.scales), w.scales());
  }

  /** {@code f32(q * w8 - zero * column sums)}. */
  private Value sum(Graph.Builder b, Value codes, QuantizedWeight w, int zero) {
    Formula f = new Formula(b);
    Value sum = b.add(new MatMul(), codes, f.convert(w.codes(), DType.I32));
    List<Object> key = List.of(w.codes(), zero);
    sum = zero == 0 ? sum : f.add(sum, offsets.computeIfAbsent(key, c -> w.offsets(zero)));
    return f.convert(sum, DType.F32);
  }

  private Value ranged(Graph.Builder b, Node node, Value x, QuantizedWeight w, StaticRange range) {
    context.applied(node, "activations in one range", "activations in one range: " + range);
    Formula f = new Formula(b);
    Value home = x;
    while (Match.is(home, Reshape.class)) {
      home = Match.input(home, 0);
    }
    Value codes = f.convert(range.codes(f, home), DType.I32);
    Value sum = sum(b, f.reshape(codes, x.type().dims()), w, range.zero());
    return f.mul(sum, w.scales(range.scale()));
  }

  /** {@code x w}, or {@code (f32(q) w - 128 * column sums of w) * s}. */
  private Value inGroups(Graph.Builder b, Value x, Value w, QuantizedWeight from) {
    Formula f = new Formula(b);
    if (options.activations() == Quantize.Activations.F32) {
      return f.matMul(x, w);
    }
    Rows rows = rows(b, x, DType.F32);
    Constant offset = offsets.computeIfAbsent(List.of(from.codes()), c -> from.scaledOffsets());
    return f.mul(f.add(f.matMul(rows.codes, w), offset), rows.scales);
  }

  /** Codes in a wider type and the scale of each row. */
  private record Rows(Value codes, Value scales) {}

  /** Quantized where they are made, before rows get another order, so that this is done once. */
  private static Rows rows(Graph.Builder b, Value x, DType type) {
    Formula f = new Formula(b);
    if (Match.is(x, Reshape.class) && Match.input(x, 0).type().rank() > 0) {
      Value from = Match.input(x, 0);
      if (from.type().dim(-1).equals(x.type().dim(-1))) {
        Rows rows = rows(b, from, type);
        List<Dim> single = new ArrayList<>(x.type().dims());
        single.set(single.size() - 1, Dim.ONE);
        return new Rows(f.reshape(rows.codes, x.type().dims()), f.reshape(rows.scales, single));
      }
    }
    List<? extends Value> rows = b.addAll(new QuantizeRows(), List.of(x));
    return new Rows(f.convert(rows.get(0), type), rows.get(1));
  }
}
