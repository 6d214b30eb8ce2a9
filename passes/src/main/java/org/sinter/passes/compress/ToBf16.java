package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Reshape;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;
import org.sinter.passes.Match;

/**
 * Weights of products in bf16, activations rounded where they enter, sums still in f32: {@code
 * mat-mul x w} becomes {@code mat-mul (f32 (bf16 x)) (f32 w')}, a gathered table {@code gather w i}
 * becomes {@code f32 (gather w' i)}. Half the bytes; a relative error of at most 2^-8 for each
 * element, told in a remark for each weight.
 *
 * @param except names of weights that stay as they are; {@code *} stands for any characters
 * @param embeddings whether tables that rows are gathered from are rounded, too
 */
public record ToBf16(List<String> except, boolean embeddings) implements Divisible {
  public ToBf16 {
    except = List.copyOf(except);
  }

  /** All weights and tables. */
  public ToBf16() {
    this(List.of(), true);
  }

  @Override
  public ToBf16 without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new ToBf16(all, embeddings);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    Map<Constant, Constant> rounded = new HashMap<>();
    return graph.rewrite((b, node, in) -> round(b, node, in, rounded, context));
  }

  private List<Value> round(
      Graph.Builder b,
      Node node,
      List<Value> in,
      Map<Constant, Constant> rounded,
      Context context) {
    if (node.op() instanceof MatMul && isWeight(in.get(1), node, context)) {
      Value w =
          b.add(new Convert(DType.F32), constant((Constant) in.get(1), node, rounded, context));
      return List.of(b.add(node.op(), rounded(b, in.get(0)), w));
    }
    if (embeddings && node.op() instanceof Gather && isWeight(in.get(0), node, context)) {
      Constant table = constant((Constant) in.get(0), node, rounded, context);
      return List.of(b.add(new Convert(DType.F32), b.add(node.op(), table, in.get(1))));
    }
    return null;
  }

  /** Rounded where it is made, before it gets another shape. */
  private static Value rounded(Graph.Builder b, Value x) {
    Reshape reshape = Match.op(x, Reshape.class);
    return reshape != null
        ? b.add(reshape, rounded(b, Match.input(x, 0)))
        : b.add(new Convert(DType.F32), b.add(new Convert(DType.BF16), x));
  }

  private boolean isWeight(Value value, Node node, Context context) {
    if (!(value instanceof Constant c) || c.type().dtype() != DType.F32 || c.type().rank() < 2) {
      return false;
    }
    boolean stays = new Except(except).has(c.name());
    if (stays) {
      context.missed(node, "among the exceptions", c.name() + " is among the exceptions");
    }
    return !stays;
  }

  private static Constant constant(
      Constant exact, Node node, Map<Constant, Constant> rounded, Context context) {
    Constant known = rounded.get(exact);
    if (known != null) {
      return known;
    }
    RoundedElements elements = new RoundedElements(exact.elements(), DType.BF16);
    Constant constant = new Constant(exact.name(), exact.type().with(DType.BF16), elements, null);
    if (context.isHeard()) {
      context.applied(node, "rounded", exact.name() + " in bf16: " + elements.error());
    }
    rounded.put(exact, constant);
    return constant;
  }
}
