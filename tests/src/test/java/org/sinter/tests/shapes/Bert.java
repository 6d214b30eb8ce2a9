package org.sinter.tests.shapes;

import java.util.List;

/** BERT (Devlin et al. 2018) without its pooler: an encoder whose norms follow the residuals. */
final class Bert implements Architecture {
  private static final double EPSILON = 1e-12;
  private static final double MASKED = -3.4028234663852886e38;

  @Override
  public void build(OnnxGraph g, Size size) {
    Exporter e = new Exporter(g);
    String ids = g.input("input_ids", OnnxGraph.I64, "batch", "sequence");
    String given = g.input("attention_mask", OnnxGraph.I64, "batch", "sequence");
    String types = g.input("token_type_ids", OnnxGraph.I64, "batch", "sequence");
    String mask = e.cast(e.unsqueeze(e.unsqueeze(given, 1), 2), OnnxGraph.F32);
    mask = e.op("Mul", e.op("Sub", g.real(1), mask), g.real(MASKED));
    String x = e.layerNorm(embeddings(g, e, ids, types, size), size.width(), EPSILON);
    for (int layer = 0; layer < size.layers(); layer++) {
      x = layer(e, x, mask, size);
    }
    g.output("last_hidden_state", x, "batch", "sequence", size.width());
  }

  private static String embeddings(OnnxGraph g, Exporter e, String ids, String types, Size size) {
    int width = size.width();
    String all = e.unsqueeze(range(g, e, g.integer(size.positions())), 0);
    List<String> slice = List.of(all, g.integers(0), e.dim(ids, 1), g.integers(1), g.integers(1));
    String places = g.node("Slice", slice);
    String words = e.op("Gather", g.weight(0, 1, size.words(), width), ids);
    String kinds = e.op("Gather", g.weight(0, 1, 2, width), types);
    String positions = e.op("Gather", g.weight(0, 1, size.positions(), width), places);
    return e.op("Add", e.op("Add", words, kinds), positions);
  }

  static String range(OnnxGraph g, Exporter e, String end) {
    return e.op("Range", g.integer(0), end, g.integer(1));
  }

  private static String layer(Exporter e, String x, String mask, Size size) {
    int width = size.width();
    String q = e.linear(x, width, width);
    String k = e.linear(x, width, width);
    String v = e.linear(x, width, width);
    String mixed = e.linear(e.attention(q, k, v, mask, size), width, width);
    String middle = e.layerNorm(e.op("Add", mixed, x), width, EPSILON);
    String inner = e.gelu(e.linear(middle, width, size.inner()));
    String outer = e.linear(inner, size.inner(), width);
    return e.layerNorm(e.op("Add", outer, middle), width, EPSILON);
  }
}
