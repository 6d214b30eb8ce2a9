package org.sinter.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.sinter.cli.explain.Kind;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Value;
import org.sinter.ir.op.Composite;

/**
 * A graph as one column of boxes from inputs to results; a value that skips boxes runs beside them,
 * and a repeated stretch of nodes is drawn once in a frame that says how often it stands there.
 */
final class GraphPicture {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 30;
  private static final int STEP = 46;
  private static final int LEFT = 40;
  private static final int LANE = 12;
  private static final int LANES = 14;

  private static final String STYLE =
      """
      <style>
      svg { background: #ffffff; font: 13px system-ui, sans-serif }
      rect { fill: #f2f4f7; stroke: #98a2b3 } .composite { fill: #dbeafe; stroke: #2563eb }
      .end { fill: #dcfce7; stroke: #16a34a } .frame { fill: none; stroke: #d97706;
      stroke-dasharray: 6 4 } text { fill: #101828 } .type { fill: #667085; font-size: 11px }
      .times { fill: #b45309; font-size: 18px; font-weight: 600 }
      path { fill: none; stroke: #98a2b3; stroke-width: 1.3 }
      @media (prefers-color-scheme: dark) { svg { background: #101418 }
      rect { fill: #1d2733; stroke: #5b6b7f } .composite { fill: #172f57; stroke: #60a5fa }
      .end { fill: #12321f; stroke: #4ade80 } .frame { fill: none } text { fill: #e6edf3 }
      .type { fill: #98a6b5 } .times { fill: #fbbf24 } path { stroke: #66758a } }
      </style>
      """;

  /** A box: what it says, how it looks, and the boxes above that it reads. */
  private record Box(String label, String type, String style, Set<Integer> reads) {}

  private final Graph graph;
  private final List<Box> boxes = new ArrayList<>();
  private final Map<Value, Integer> boxOf = new HashMap<>();
  private final List<int[]> frames = new ArrayList<>();

  GraphPicture(Graph graph) {
    this.graph = graph;
    for (Param param : graph.params()) {
      add(param.name(), param, "end", Set.of());
    }
    nodes();
    for (int i = 0; i < graph.results().size(); i++) {
      Value value = graph.results().get(i);
      String name = "return " + graph.resultNames().get(i);
      boxes.add(new Box(name, value.type().toString(), "end", reads(List.of(value))));
    }
  }

  /** The first of each repeated stretch is drawn; the last one's values come out of its boxes. */
  private void nodes() {
    List<Node> nodes = graph.nodes();
    List<Repeats.Run> runs = Repeats.of(nodes.stream().map(GraphPicture::signature).toList());
    int next = 0;
    for (Repeats.Run run : runs) {
      nodes.subList(next, run.start()).forEach(this::add);
      int first = boxes.size();
      nodes.subList(run.start(), run.start() + run.period()).forEach(this::add);
      frames.add(new int[] {first, boxes.size() - 1, run.count()});
      for (int i = run.start() + run.period(); i < run.end(); i++) {
        int box = first + (i - run.start()) % run.period();
        nodes.get(i).results().forEach(value -> boxOf.put(value, box));
      }
      next = run.end();
    }
    nodes.subList(next, nodes.size()).forEach(this::add);
  }

  private static String signature(Node node) {
    return node.op() + " " + node.results().get(0).type();
  }

  private void add(Node node) {
    String constants = constants(node);
    String label = Kind.of(node.op()) + constants;
    String style = node.op() instanceof Composite ? "composite" : "op";
    Set<Integer> reads = reads(node.inputs());
    node.results().forEach(value -> boxOf.put(value, boxes.size()));
    boxes.add(new Box(label, node.results().get(0).type().toString(), style, reads));
  }

  private void add(String label, Value value, String style, Set<Integer> reads) {
    boxOf.put(value, boxes.size());
    boxes.add(new Box(label, value.type().toString(), style, reads));
  }

  /** The last part of the names of weights that a node reads. */
  private static String constants(Node node) {
    Set<String> names = new LinkedHashSet<>();
    for (Value input : node.inputs()) {
      if (input instanceof Constant c && !c.name().isEmpty() && names.size() < 2) {
        String[] parts = c.name().split("\\.");
        names.add(parts[Math.max(0, parts.length - 2)]);
      }
    }
    return names.isEmpty() ? "" : "  " + String.join(", ", names);
  }

  private Set<Integer> reads(List<Value> inputs) {
    Set<Integer> reads = new LinkedHashSet<>();
    for (Value input : inputs) {
      if (boxOf.containsKey(input)) {
        reads.add(boxOf.get(input));
      }
    }
    return reads;
  }

  String svg() {
    StringBuilder svg = new StringBuilder();
    int height = boxes.size() * STEP + 40;
    int width = LEFT + WIDTH + LANES * LANE + 120;
    svg.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\">%n",
            width,
            height,
            width,
            height));
    svg.append(STYLE);
    frames.forEach(frame -> frame(svg, frame));
    for (int i = 0; i < boxes.size(); i++) {
      edges(svg, i);
    }
    for (int i = 0; i < boxes.size(); i++) {
      box(svg, i);
    }
    return svg.append("</svg>\n").toString();
  }

  private static int top(int box) {
    return 20 + box * STEP;
  }

  private static void frame(StringBuilder svg, int[] frame) {
    int y = top(frame[0]) - 8;
    int height = top(frame[1]) + HEIGHT + 8 - y;
    svg.append(
        String.format(
            "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"8\"/>%n"
                + "<text class=\"times\" x=\"%d\" y=\"%d\">×%d</text>%n",
            LEFT - 14,
            y,
            WIDTH + LANES * LANE + 40,
            height,
            LEFT + WIDTH + LANES * LANE + 36,
            y + height / 2,
            frame[2]));
  }

  /** Straight to the next box, or along a lane at the right; the longer the farther out. */
  private void edges(StringBuilder svg, int to) {
    for (int from : boxes.get(to).reads()) {
      int y1 = top(from) + HEIGHT;
      int y2 = top(to);
      if (to == from + 1) {
        int x = LEFT + WIDTH / 2;
        svg.append(String.format("<path d=\"M%d %dL%d %d\"/>%n", x, y1, x, y2));
      } else if (to > from) {
        int span = Math.min(LANES - 1, 1 + (31 - Integer.numberOfLeadingZeros(to - from)) * 2);
        int x = LEFT + WIDTH;
        int lane = x + span * LANE + (from % 3) * 3;
        int start = y1 - HEIGHT / 2;
        int end = y2 + HEIGHT / 2;
        svg.append(
            String.format(
                "<path d=\"M%d %dC%d %d %d %d %d %dL%d %dC%d %d %d %d %d %d\"/>%n",
                x,
                start,
                lane,
                start,
                lane,
                start,
                lane,
                start + 14,
                lane,
                end - 14,
                lane,
                end,
                lane,
                end,
                x,
                end));
      }
    }
  }

  private void box(StringBuilder svg, int i) {
    Box box = boxes.get(i);
    svg.append(
        String.format(
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>%n"
                + "<text x=\"%d\" y=\"%d\">%s</text>"
                + "<text class=\"type\" x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
            box.style,
            LEFT,
            top(i),
            WIDTH,
            HEIGHT,
            LEFT + 10,
            top(i) + 19,
            escape(box.label),
            LEFT + WIDTH - 10,
            top(i) + 19,
            escape(box.type)));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
