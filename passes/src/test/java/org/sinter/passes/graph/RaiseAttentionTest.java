package org.sinter.passes.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.sinter.passes.graph.Before.dims;
import static org.sinter.passes.graph.Before.f32;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Explain;

class RaiseAttentionTest {
  private static final double SCALE = 1 / Math.sqrt(5);

  private static Graph raised(Before before) {
    return before.after(new Canonicalize(), new RaiseAttention(), new Canonicalize());
  }

  private static Attention attention(Graph graph) {
    return (Attention)
        graph.nodes().stream()
            .map(Node::op)
            .filter(o -> o instanceof Attention)
            .findFirst()
            .orElseThrow();
  }

  private static Value heads(Graph.Builder b, String name, Object length, int heads) {
    Value x = b.param(name, f32("b", length, heads * 5));
    Value y = b.add(new Reshape(dims("b", length, heads, 5)), x);
    return b.add(new Transpose(List.of(0, 2, 1, 3)), y);
  }

  /** How scores are scaled, capped and masked; or what is wrong. */
  enum Form {
    PLAIN,
    SCALE_AFTER,
    DIVIDE_AFTER,
    SCALE_QUERY,
    SCALE_BOTH,
    SCALE_KEY_BEFORE_TRANSPOSE,
    MASK,
    MASK_LEFT,
    TWO_MASKS,
    MASK_SUBTRACTED,
    MASK_BEFORE_SCALE,
    CONDITION,
    CONDITION_OTHERWISE,
    SOFTCAP,
    SOFTCAP_AND_MASK,
    GROUPED,
    OTHER_AXIS(false),
    SCALE_NOT_UNIFORM(false),
    NO_PRODUCT(false),
    SMALL_FILL(false),
    CAP_AFTER_MASK(false),
    OTHER_CAP(true),
    NOT_NORMALISED(false);

    final boolean raised;

    Form() {
      this(true);
    }

    Form(boolean raised) {
      this.raised = raised;
    }
  }

  private static Value repeated(Graph.Builder b, Value x) {
    Value column = b.add(new Reshape(dims("b", 2, 1, "s", 5)), x);
    Value wide = b.add(new Expand(dims("b", 2, 2, "s", 5)), column);
    return b.add(new Reshape(dims("b", 4, "s", 5)), wide);
  }

  private static Value attention(Graph.Builder b, Form form) {
    Formula f = new Formula(b);
    int groups = form == Form.GROUPED ? 2 : 4;
    Value q = heads(b, "q", "s", 4);
    Value k = heads(b, "k", "s", groups);
    Value v = heads(b, "v", "s", groups);
    if (form == Form.GROUPED) {
      k = repeated(b, k);
      v = repeated(b, v);
    }
    double root = Math.sqrt(SCALE);
    q = form == Form.SCALE_QUERY ? f.mul(q, SCALE) : form == Form.SCALE_BOTH ? f.mul(q, root) : q;
    k = form == Form.SCALE_KEY_BEFORE_TRANSPOSE ? f.mul(k, SCALE) : k;
    Value kt = b.add(new Transpose(List.of(0, 1, 3, 2)), k);
    kt = form == Form.SCALE_BOTH ? f.mul(kt, root) : kt;
    Value scores = form == Form.NO_PRODUCT ? noProduct(b) : f.matMul(q, kt);
    scores = masked(b, f, scores, form);
    Value p = b.add(new Softmax(form == Form.OTHER_AXIS ? 2 : -1), scores);
    return f.matMul(form == Form.NOT_NORMALISED ? f.mul(p, p) : p, v);
  }

  private static Value noProduct(Graph.Builder b) {
    return b.param("scores", f32("b", 4, "s", "s"));
  }

  private static Value masked(Graph.Builder b, Formula f, Value scores, Form form) {
    Value mask = b.param("mask", f32("b", 1, 1, "s"));
    Value bias = b.param("bias", f32(4, "s", "s"));
    Value condition = b.param("condition", new TensorType(DType.BOOL, dims("b", 1, "s", "s")));
    Value capped = f.mul(f.tanh(f.mul(scores, SCALE / 3)), 3);
    return switch (form) {
      case SCALE_AFTER -> f.mul(scores, SCALE);
      case DIVIDE_AFTER -> f.div(scores, f.literal(scores, Math.sqrt(5)));
      case MASK -> f.add(f.mul(scores, SCALE), mask);
      case MASK_LEFT -> f.add(mask, scores);
      case TWO_MASKS -> f.add(f.add(scores, bias), mask);
      case MASK_SUBTRACTED -> f.sub(scores, mask);
      case MASK_BEFORE_SCALE -> f.mul(f.add(scores, mask), SCALE);
      case CONDITION -> f.where(condition, scores, f.literal(scores, -1e9));
      case CONDITION_OTHERWISE ->
          f.where(condition, f.literal(scores, Double.NEGATIVE_INFINITY), f.mul(scores, SCALE));
      case SCALE_NOT_UNIFORM -> f.mul(scores, Before.weight(4, 1, 1));
      case SMALL_FILL -> f.where(condition, scores, f.literal(scores, -10));
      case SOFTCAP -> capped;
      case OTHER_CAP -> f.mul(f.tanh(f.mul(scores, SCALE / 3)), 4);
      case SOFTCAP_AND_MASK -> f.add(capped, mask);
      case CAP_AFTER_MASK -> f.mul(f.tanh(f.add(scores, mask)), 3);
      default -> scores;
    };
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void forms(Form form) {
    Graph graph = raised(Before.of(b -> attention(b, form)));
    assertEquals(form.raised ? 1 : 0, Before.count(graph, Attention.class));
    assertEquals(form.raised ? 0 : 1, Before.count(graph, Softmax.class));
    assertEquals(form.raised, Before.count(graph, MatMul.class) == 0);
  }

  @Test
  void scalesMultiply() {
    for (Form form : List.of(Form.SCALE_AFTER, Form.SCALE_BOTH, Form.SCALE_KEY_BEFORE_TRANSPOSE)) {
      Graph graph = raised(Before.of(b -> attention(b, form)));
      assertEquals(SCALE, attention(graph).scale(), 1e-7);
    }
  }

  @Test
  void softcap() {
    Attention attention = attention(raised(Before.of(b -> attention(b, Form.SOFTCAP))));
    assertEquals(3, attention.softcap(), 1e-6);
    assertEquals(SCALE, attention.scale(), 1e-6);
  }

  @Test
  void repeatedHeadsAreTakenOnce() {
    Graph graph = raised(Before.of(b -> attention(b, Form.GROUPED)));
    assertEquals(0, Before.count(graph, Expand.class));
    Node node =
        graph.nodes().stream().filter(n -> n.op() instanceof Attention).findFirst().orElseThrow();
    assertEquals(Dim.of(2), node.input(1).type().dim(2));
  }

  @Test
  void transposesCancel() {
    Graph graph =
        raised(
            Before.of(
                b -> {
                  Value out = attention(b, Form.MASK);
                  return b.add(new Transpose(List.of(0, 2, 1, 3)), out);
                }));
    assertEquals(0, Before.count(graph, Transpose.class));
  }

  private static Before merged(long heads) {
    return Before.of(
        b -> {
          Formula f = new Formula(b);
          Dim n = Dim.symbol("b").times(heads);
          Value[] x = new Value[3];
          for (int i = 0; i < 3; i++) {
            Value split = heads(b, "x" + i, "s", (int) heads);
            x[i] = b.add(new Reshape(List.of(n, Dim.symbol("s"), Dim.of(5))), split);
          }
          Value scores = f.matMul(x[0], b.add(new Transpose(List.of(0, 2, 1)), x[1]));
          Value four = b.add(new Reshape(dims("b", heads, "s", "s")), f.mul(scores, SCALE));
          Value masked = f.add(four, b.param("mask", f32("b", 1, "s", "s")));
          Value p = b.add(new Softmax(-1), masked);
          Value flat = b.add(new Reshape(List.of(n, Dim.symbol("s"), Dim.symbol("s"))), p);
          Value out = f.matMul(flat, x[2]);
          Value back = b.add(new Reshape(dims("b", heads, "s", 5)), out);
          return b.add(new Transpose(List.of(0, 2, 1, 3)), back);
        });
  }

  @Test
  void headsMergedIntoTheBatch() {
    Graph graph = raised(merged(4));
    assertEquals(1, Before.count(graph, Attention.class));
    assertEquals(0, Before.count(graph, Transpose.class));
  }

  @Test
  void oneHead() {
    Graph graph =
        raised(
            Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Value q = b.param("q", f32("b", "s", 5));
                  Value k = b.param("k", f32("b", "s", 5));
                  Value scores = f.matMul(q, b.add(new Transpose(List.of(0, 2, 1)), k));
                  Value mask = b.param("mask", f32("s"));
                  return f.matMul(b.add(new Softmax(-1), f.add(scores, mask)), k);
                }));
    assertEquals(1, Before.count(graph, Attention.class));
  }

  @Test
  void windowMasks() {
    Graph graph =
        raised(
            Before.of(
                b -> {
                  Formula f = new Formula(b);
                  Dim n = Dim.symbol("b").times(3);
                  Value q = b.param("q", f32("b", 3, 2, 4, 5));
                  Value x = b.add(new Reshape(List.of(n, Dim.of(2), Dim.of(4), Dim.of(5))), q);
                  Value scores = f.matMul(x, b.add(new Transpose(List.of(0, 1, 3, 2)), x));
                  scores = f.add(scores, b.param("bias", f32(2, 4, 4)));
                  Value five = b.add(new Reshape(dims("b", 3, 2, 4, 4)), scores);
                  Value masked = f.add(five, b.param("mask", f32(3, 1, 4, 4)));
                  Value four =
                      b.add(new Reshape(List.of(n, Dim.of(2), Dim.of(4), Dim.of(4))), masked);
                  return f.matMul(b.add(new Softmax(-1), four), x);
                }));
    assertEquals(1, Before.count(graph, Attention.class));
  }

  @Test
  void missedIsSaid() {
    Explain explain = new Explain();
    Graph graph = Before.of(b -> attention(b, Form.OTHER_AXIS)).graph();
    new RaiseAttention().run(graph, explain.context().in("raise-attention"));
    assertEquals(1, explain.remarks().size());
    assertTrue(explain.remarks().get(0).toString().contains("not over the last axis"));
  }
}
