package org.sinter.passes.lower;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Reshape;

/** Which products read their left operand in its narrow type, not the wide copy they are given. */
final class NarrowReads {
  private final Tile tile;
  private final Map<Value, List<Node>> users;
  private final Set<Value> lefts = new HashSet<>();

  NarrowReads(Graph graph, Map<Value, List<Node>> users, Tile tile) {
    this.tile = tile;
    this.users = users;
    for (Node node : graph.nodes()) {
      Value left = left(node);
      lefts.addAll(left == null ? Set.of() : Set.of(left));
    }
  }

  /** The left operand in its narrow type where a product reads that, not its wide copy. */
  Value left(Node product) {
    NarrowProduct narrow = NarrowProduct.of(product);
    if (narrow == null) {
      return FourBitWeight.bytes(product, tile.dots());
    }
    return narrow.addsGroups(tile.dots()) ? narrow.left() : null;
  }

  /** Whether a product reads just this value, so that it must lie in memory. */
  boolean isLeft(Value value) {
    return lefts.contains(value);
  }

  /** Whether a node only widens what a product may read as it is. */
  private static boolean isCopy(Node node) {
    boolean bytes =
        node.op() instanceof Convert to
            && to.to() == DType.F32
            && node.input(0).type().dtype() == DType.U8;
    return bytes || NarrowProduct.exact(node.result()) != null;
  }

  /** Whether all who read a value read instead what it is a copy of. */
  boolean isPassedBy(Node node) {
    List<Node> readers = users.getOrDefault(node.result(), List.of());
    return !readers.isEmpty()
        && (isCopy(node) || node.op() instanceof Reshape)
        && readers.stream().allMatch(reader -> left(reader) != null || isPassedBy(reader));
  }
}
