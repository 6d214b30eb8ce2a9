package org.sinter.passes.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;

/**
 * Makes equal constants one, so that shared weights are stored once and nodes that read them become
 * equal; equal nodes are one by construction, since a builder reuses them.
 */
public record RemoveDuplicates() implements Pass<Graph> {
  private static final int SAMPLES = 64;
  private static final int CHUNK = 1 << 13;

  /** Type and some elements: what equal constants have in common. */
  private record Key(Object type, List<Double> samples) {}

  @Override
  public Graph run(Graph graph, Context context) {
    Map<Constant, Constant> first = duplicates(graph.constants());
    if (first.isEmpty()) {
      return graph;
    }
    return graph.rewrite(
        (b, node, in) -> {
          List<Value> unique = new ArrayList<>();
          for (Value value : in) {
            Constant same = value instanceof Constant c ? first.get(c) : null;
            unique.add(same == null ? value : same);
          }
          if (unique.equals(in)) {
            return null;
          }
          context.applied(node, "reads a constant that is there already");
          return List.copyOf(b.addAll(node.op(), unique));
        });
  }

  /** For each constant that equals an earlier one, that one. */
  private static Map<Constant, Constant> duplicates(List<Constant> constants) {
    Map<Key, List<Constant>> known = new HashMap<>();
    Map<Constant, Constant> first = new HashMap<>();
    for (Constant constant : constants) {
      List<Constant> alike = known.computeIfAbsent(key(constant), k -> new ArrayList<>());
      for (Constant earlier : alike) {
        if (!first.containsKey(constant) && equal(earlier, constant)) {
          first.put(constant, earlier);
        }
      }
      if (!first.containsKey(constant)) {
        alike.add(constant);
      }
    }
    return first;
  }

  private static Key key(Constant constant) {
    Elements elements = constant.elements();
    long size = elements.size();
    List<Double> samples = new ArrayList<>();
    for (int i = 0; i < Math.min(SAMPLES, size); i++) {
      samples.add(elements.real((long) ((double) i * (size - 1) / SAMPLES)));
    }
    return new Key(constant.type(), samples);
  }

  private static boolean equal(Constant a, Constant b) {
    if (a.source() != null && a.source().equals(b.source())) {
      return true;
    }
    long size = a.elements().size();
    for (long at = 0; at < size; at += CHUNK) {
      int count = (int) Math.min(CHUNK, size - at);
      if (!bytes(a, at, count).equals(bytes(b, at, count))) {
        return false;
      }
    }
    return true;
  }

  private static ByteBuffer bytes(Constant c, long from, int count) {
    ByteBuffer to =
        ByteBuffer.allocate(count * c.type().dtype().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    c.elements().read(from, count, to);
    return to.flip();
  }
}
