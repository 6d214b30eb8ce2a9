package org.sinter.cli.calibrate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.text.GraphPrinter;

/** A graph as a file knows it: the hash of its text and weights, and the places of its values. */
final class Stage {
  private static final int CHUNK = 1 << 16;

  private final Graph graph;
  private final String hash;
  private final Map<Value, String> places = new IdentityHashMap<>();

  Stage(Graph graph) {
    this.graph = graph;
    this.hash = hash(graph);
    for (int i = 0; i < graph.params().size(); i++) {
      places.put(graph.params().get(i), "input-" + i);
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (Node.Result result : graph.nodes().get(i).results()) {
        places.put(result, "node-" + i + "." + result.index());
      }
    }
  }

  Graph graph() {
    return graph;
  }

  /** 64 digits, the same for equal graphs with equal weights. */
  String hash() {
    return hash;
  }

  /** Where a value of the graph is born; null: it is not of this graph. */
  String place(Value value) {
    return places.get(value);
  }

  private static String hash(Graph graph) {
    MessageDigest digest = sha256();
    digest.update(GraphPrinter.print(graph).getBytes(StandardCharsets.UTF_8));
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    for (Constant constant : graph.constants()) {
      add(digest, constant, chunk);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, Constant constant, ByteBuffer chunk) {
    long size = constant.elements().size();
    int most = CHUNK / Long.BYTES;
    for (long i = 0; i < size; i += most) {
      constant.elements().read(i, (int) Math.min(most, size - i), chunk.clear());
      digest.update(chunk.flip());
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
