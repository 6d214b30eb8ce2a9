package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Where;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * {@code attention(q, k, v, where(j <= i + t - s and more, 0, low))} becomes {@code attention
 * {causal = low} (q, k, v, where(more, 0, low))}, and with {@code i + t - s - j < w}, too, {@code
 * {window = w}}: the kernel skips blocks of keys that no query of its block sees.
 */
public record RaiseCausal() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    return Rules.remarking(context).on(Attention.class, RaiseCausal::raise).apply(graph);
  }

  private static Value raise(Graph.Builder b, Attention op, List<Value> in) {
    if (op.causal() != null || in.size() < 4 || !Match.is(in.get(3), Where.class)) {
      return null;
    }
    List<Value> where = Match.inputs(in.get(3));
    Double low = Match.literal(where.get(2));
    if (low == null || low > Attention.HIDDEN || !Match.isLiteral(where.get(1), 0)) {
      return null;
    }
    Dim ahead = in.get(1).type().dim(1).minus(in.get(0).type().dim(1));
    boolean causal = false;
    Long window = null;
    List<Value> rest = new ArrayList<>();
    for (Value part : conjuncts(where.get(0))) {
      Band band = Band.of(part, ahead);
      causal |= band != null && band.window() == null;
      window = band == null || band.window() == null ? window : smaller(window, band.window());
      if (band == null) {
        rest.add(part);
      }
    }
    return causal
        ? raised(b, in, rest, new Attention(op.scale(), op.softcap(), low, window))
        : null;
  }

  private static Long smaller(Long a, Long b) {
    return a == null ? b : (Long) Math.min(a, b);
  }

  private static List<Value> conjuncts(Value condition) {
    List<Value> found = new ArrayList<>(List.of(condition));
    for (int i = 0; i < found.size(); ) {
      Match.Pair pair = Match.operands(found.get(i), Binary.Function.AND);
      if (pair == null) {
        i++;
      } else {
        found.set(i, pair.first());
        found.add(i + 1, pair.second());
      }
    }
    return found;
  }

  private static Value raised(Graph.Builder b, List<Value> in, List<Value> rest, Attention op) {
    List<Value> inputs = new ArrayList<>(in.subList(0, 3));
    if (!rest.isEmpty()) {
      Formula f = new Formula(b);
      Value condition = rest.stream().reduce(f::and).orElseThrow();
      List<Value> where = Match.inputs(in.get(3));
      Value mask = f.where(condition, where.get(1), where.get(2));
      inputs.add(f.reshape(mask, Shapes.padded(mask.type().dims(), 4)));
    }
    return b.add(op, inputs);
  }
}
