package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Where;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;

/**
 * A sentence encoder's token vectors [batch, seq, d] → one vector for each text [batch, d]: the
 * mean (or maximum) over tokens whose mask is not 0, or the first token, divided by its length when
 * {@code normalize} (Reimers and Gurevych 2019).
 *
 * @param mask name of the integer input [batch, seq] that marks tokens
 */
public record PoolTokens(Kind kind, String mask, boolean normalize) implements Pass<Graph> {
  /** How tokens become one vector. */
  public enum Kind {
    MEAN,
    MAX,
    CLS
  }

  @Override
  public Graph run(Graph graph, Context context) {
    Value tokens = graph.results().get(0);
    if (tokens.type().rank() != 3) {
      throw new IllegalArgumentException(
          "the first result is " + tokens.type() + ", pooling expects [batch, seq, d]");
    }
    Graph.Builder b = graph.toBuilder();
    Value pooled = pool(b, graph, tokens);
    return b.build(
        List.of("embedding"), List.of(normalize ? unit(new Formula(b), pooled) : pooled));
  }

  private Value pool(Graph.Builder b, Graph graph, Value tokens) {
    Formula f = new Formula(b);
    List<Dim> dims = tokens.type().dims();
    List<Dim> texts = List.of(dims.get(0), dims.get(2));
    if (kind == Kind.CLS) {
      List<Dim> sizes = new ArrayList<>(dims);
      sizes.set(1, Dim.ONE);
      List<Dim> starts = List.of(Dim.ZERO, Dim.ZERO, Dim.ZERO);
      return f.reshape(b.add(new Slice(starts, sizes, List.of(1L, 1L, 1L)), tokens), texts);
    }
    Value column = f.reshape(mask(graph), List.of(dims.get(0), dims.get(1), Dim.ONE));
    if (kind == Kind.MAX) {
      Value isToken = f.not(f.equal(column, f.literal(column, 0)));
      Value lowest = f.literal(tokens, Double.NEGATIVE_INFINITY);
      Value kept = b.add(new Where(), isToken, tokens, lowest);
      return b.add(new Reduce(Reducer.MAX, List.of(1), false), kept);
    }
    Value weight = f.convert(column, DType.F32);
    Value sum = b.add(new Reduce(Reducer.SUM, List.of(1), false), f.mul(tokens, weight));
    Value count = b.add(new Reduce(Reducer.SUM, List.of(1), false), weight);
    return f.div(sum, f.combine(Binary.Function.MAX, count, f.literal(count, 1e-9)));
  }

  private Param mask(Graph graph) {
    for (Param param : graph.params()) {
      if (param.name().equals(mask)) {
        return param;
      }
    }
    throw new IllegalArgumentException(
        "no input is called " + mask + "; inputs: " + graph.params());
  }

  /** {@code x / max(|x|, 1e-12)}. */
  private static Value unit(Formula f, Value x) {
    Value length = f.sqrt(f.reduce(Reducer.SUM, f.mul(x, x), -1));
    return f.div(x, f.combine(Binary.Function.MAX, length, f.literal(x, 1e-12)));
  }
}
