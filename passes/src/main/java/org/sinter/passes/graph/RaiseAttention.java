package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Softmax;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * {@code softmax(scale * q x k + mask) x v} becomes {@code attention(q, k, v, mask)} between
 * transposes to and from {@code [b, t, heads, d]}, most of which {@link Canonicalize} cancels.
 *
 * <p>The scale may lie on q, on k, on both or on the product; scores may be capped by a tanh; heads
 * of k and v that are repeated (grouped-query attention) are taken before the repetition; several
 * masks become their sum. A mask {@code where(m, scores, low)} becomes {@code scores + where(m, 0,
 * low)} when low is -1e9 (in f64 -1e18) or less: such a sum is low for all scores that occur, so
 * that the numbers stay, also in rows that are masked altogether.
 */
public record RaiseAttention() implements Pass<Graph> {
  private static final List<Integer> SWAP = List.of(0, 2, 1, 3);

  @Override
  public Graph run(Graph graph, Context context) {
    Rules rules = Rules.remarking(context);
    return rules.on(MatMul.class, (b, op, in) -> raise(rules, b, in)).apply(graph);
  }

  private static Value raise(Rules rules, Graph.Builder b, List<Value> in) {
    Softmax softmax = Match.op(in.get(0), Softmax.class);
    if (softmax == null) {
      return null;
    }
    Value whole = Match.input(in.get(0), 0);
    int rank = whole.type().rank();
    if (whole.type().axis(softmax.axis()) != rank - 1) {
      return rules.missed("the softmax is not over the last axis");
    }
    int outer = in.get(1).type().rank() == rank ? Leading.merged(whole) : 1;
    Value inner = outer > 1 ? Match.input(whole, 0) : whole;
    Scores scores = Scores.of(inner);
    if (scores == null) {
      return rules.missed("the scores hold no matrix product");
    }
    if (!scores.product().type().equals(inner.type())) {
      return rules.missed("the mask is larger than the product " + scores.product().type());
    }
    scores = outer > 1 ? Leading.merge(b, scores, outer) : scores;
    if (scores == null) {
      return rules.missed("a batch of more than one dim is broadcast");
    }
    Value q = Match.input(scores.product(), 0);
    Value k = Match.input(scores.product(), 1);
    Value v = in.get(1);
    if (rank != q.type().rank() || rank != k.type().rank() || rank != v.type().rank()) {
      return rules.missed("ranks of " + q.type() + ", " + k.type() + ", " + v.type() + " differ");
    }
    return switch (rank) {
      case 4 -> raise(rules, b, scores, q, k, v);
      case 3 -> raiseOneHead(b, scores, q, k, v);
      default -> rules.missed("scores of rank " + rank);
    };
  }

  private static Value raise(
      Rules rules, Graph.Builder b, Scores scores, Value q, Value k, Value v) {
    Heads queries = Heads.of(q, SWAP, false);
    Heads keys = Heads.of(k, List.of(0, 3, 1, 2), true);
    Heads values = Heads.of(v, SWAP, true);
    if (!keys.dim(2).equals(values.dim(2))) {
      keys = Heads.of(k, List.of(0, 3, 1, 2), false);
      values = Heads.of(v, SWAP, false);
    }
    String misfit = misfit(queries, keys, values);
    if (misfit != null) {
      return rules.missed(misfit);
    }
    double scale = scores.scale() * queries.scale() * keys.scale();
    List<Value> inputs =
        new ArrayList<>(List.of(queries.build(b), keys.build(b), scaled(b, values)));
    Value mask = scores.mask(b);
    if (mask != null) {
      inputs.add(Shapes.reshape(b, mask, Shapes.padded(mask.type().dims(), 4)));
    }
    return Shapes.transpose(b, b.add(new Attention(scale, scores.softcap()), inputs), SWAP);
  }

  private static Value scaled(Graph.Builder b, Heads values) {
    Value built = values.build(b);
    return values.scale() == 1 ? built : new Formula(b).mul(built, values.scale());
  }

  private static String misfit(Heads q, Heads k, Heads v) {
    if (!q.dim(0).equals(k.dim(0)) || !k.dim(0).equals(v.dim(0))) {
      return "batches " + q.dim(0) + ", " + k.dim(0) + ", " + v.dim(0) + " differ";
    }
    if (!k.dim(2).equals(v.dim(2)) || q.dim(2).exactQuotient(k.dim(2)) == null) {
      return "heads " + q.dim(2) + ", " + k.dim(2) + ", " + v.dim(2) + " do not fit";
    }
    return null;
  }

  /** Scores {@code [n, s, t]}: a batch of n with one head. */
  private static Value raiseOneHead(Graph.Builder b, Scores scores, Value q, Value k, Value v) {
    TensorType product = scores.product().type();
    Dim batch = product.dim(0);
    if (!q.type().dim(0).equals(batch)
        || !k.type().dim(0).equals(batch)
        || !v.type().dim(0).equals(batch)) {
      return null;
    }
    Value keys = Shapes.transpose(b, k, List.of(0, 2, 1));
    List<Value> inputs = new ArrayList<>();
    for (Value x : List.of(q, keys, v)) {
      TensorType t = x.type();
      inputs.add(Shapes.reshape(b, x, List.of(t.dim(0), t.dim(1), Dim.ONE, t.dim(2))));
    }
    Value mask = scores.mask(b);
    if (mask != null) {
      List<Dim> dims = Shapes.padded(mask.type().dims(), 3);
      inputs.add(Shapes.reshape(b, mask, List.of(dims.get(0), Dim.ONE, dims.get(1), dims.get(2))));
    }
    Value out = b.add(new Attention(scores.scale(), scores.softcap()), inputs);
    return Shapes.reshape(b, out, List.of(batch, product.dim(1), v.type().dim(2)));
  }
}
