package org.sinter.tests.shapes;

import java.util.List;
import org.sinter.tests.shapes.OnnxGraph.Attribute;

/** GPT-2 (Radford et al. 2019) without its head: causal, norms first, q, k and v in one product. */
final class Gpt2 implements Architecture {
  private static final double EPSILON = 1e-5;
  private static final double MASKED = -3.4028234663852886e38;

  @Override
  public void build(OnnxGraph g, Size size) {
    Exporter e = new Exporter(g);
    String ids = g.input("input_ids", OnnxGraph.I64, "batch", "sequence");
    String places = e.unsqueeze(Bert.range(g, e, e.size(ids, 1)), 0);
    String words = e.op("Gather", g.weight(0, 1, size.words(), size.width()), ids);
    String positions = e.op("Gather", g.weight(0, 1, size.positions(), size.width()), places);
    String x = e.op("Add", words, positions);
    String mask = causal(g, e, places);
    for (int layer = 0; layer < size.layers(); layer++) {
      x = layer(g, e, x, mask, size);
    }
    x = e.layerNorm(x, size.width(), EPSILON);
    g.output("last_hidden_state", x, "batch", "sequence", size.width());
  }

  /** {@code [1, 1, query, key]}: 0 where the key does not follow the query. */
  private static String causal(OnnxGraph g, Exporter e, String places) {
    String keys = e.unsqueeze(e.unsqueeze(places, 1), 2);
    String queries = e.unsqueeze(e.unsqueeze(places, 1), 3);
    String seen = e.op("LessOrEqual", keys, queries);
    return e.op("Where", seen, g.real(0), g.real(MASKED));
  }

  private static String layer(OnnxGraph g, Exporter e, String x, String mask, Size size) {
    int width = size.width();
    String all = e.gemm(e.layerNorm(x, width, EPSILON), width, 3 * width);
    List<String> split = List.of(all, g.integers(width, width, width));
    List<String> parts = g.nodes("Split", 3, split, Attribute.number("axis", 2));
    String mixed = e.attention(parts.get(0), parts.get(1), parts.get(2), mask, size);
    String middle = e.op("Add", e.gemm(mixed, width, width), x);
    String inner = e.newGelu(e.gemm(e.layerNorm(middle, width, EPSILON), width, size.inner()));
    return e.op("Add", middle, e.gemm(inner, size.inner(), width));
  }
}
