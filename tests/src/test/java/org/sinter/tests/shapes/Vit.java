package org.sinter.tests.shapes;

import java.util.List;
import org.sinter.tests.shapes.OnnxGraph.Attribute;

/** The vision Transformer (Dosovitskiy et al. 2020): patches by a convolution, norms first. */
final class Vit implements Architecture {
  static final int PATCH = 16;

  private static final double EPSILON = 1e-12;
  private static final int COLORS = 3;

  /** Patches in a row of the picture. */
  private final int patches;

  Vit(int patches) {
    this.patches = patches;
  }

  /** Patches and the token that stands for the whole picture. */
  int tokens() {
    return patches * patches + 1;
  }

  @Override
  public void build(OnnxGraph g, Size size) {
    Exporter e = new Exporter(g);
    int side = patches * PATCH;
    int width = size.width();
    String pixels = g.input("pixel_values", OnnxGraph.F32, "batch", COLORS, side, side);
    String x = embeddings(g, e, pixels, width);
    for (int layer = 0; layer < size.layers(); layer++) {
      x = layer(e, x, size);
    }
    x = e.layerNorm(x, width, EPSILON);
    g.output("last_hidden_state", x, "batch", tokens(), width);
  }

  private String embeddings(OnnxGraph g, Exporter e, String pixels, int width) {
    double deviation = 1 / Math.sqrt(COLORS * PATCH * PATCH);
    String weight = g.weight(0, deviation, width, COLORS, PATCH, PATCH);
    String image =
        g.node(
            "Conv",
            List.of(pixels, weight, g.weight(0, 0.1, width)),
            Attribute.numbers("dilations", 1, 1),
            Attribute.number("group", 1),
            Attribute.numbers("kernel_shape", PATCH, PATCH),
            Attribute.numbers("pads", 0, 0, 0, 0),
            Attribute.numbers("strides", PATCH, PATCH));
    String rows = e.transpose(e.reshape(image, e.dim(image, 0), e.dim(image, 1), -1), 0, 2, 1);
    List<String> dims = List.of(e.dim(pixels, 0), g.integers(-1), g.integers(-1));
    String whole = e.op("Expand", g.weight(0, 1, 1, 1, width), expanded(g, e, e.concat(0, dims)));
    String all = e.concat(1, List.of(whole, rows));
    return e.op("Add", all, g.weight(0, 1, 1, tokens(), width));
  }

  /** {@code where(dims == -1, 1, dims)}: how exporters write a dim that stays. */
  private static String expanded(OnnxGraph g, Exporter e, String dims) {
    String ones = e.op("Add", e.op("Mul", dims, g.integer(0)), g.integer(1));
    return e.op("Where", e.op("Equal", dims, e.op("Mul", ones, g.integer(-1))), ones, dims);
  }

  private static String layer(Exporter e, String x, Size size) {
    int width = size.width();
    String normal = e.layerNorm(x, width, EPSILON);
    String q = e.linear(normal, width, width);
    String k = e.linear(normal, width, width);
    String v = e.linear(normal, width, width);
    String mixed = e.linear(e.attention(q, k, v, null, size), width, width);
    String middle = e.op("Add", mixed, x);
    String inner = e.gelu(e.linear(e.layerNorm(middle, width, EPSILON), width, size.inner()));
    return e.op("Add", e.linear(inner, size.inner(), width), middle);
  }
}
