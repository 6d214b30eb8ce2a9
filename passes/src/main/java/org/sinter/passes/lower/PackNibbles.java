package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Formula;

/**
 * Large constants of 4 bits lie two in a byte: {@code w [.., 2h, n]} becomes {@code reshape (i4 (p
 * [.., h, 1, n] >> [0, 4]))}, taken apart where it is read. Neighbours in a byte are of two rows,
 * so that the elements of a row still follow each other. What products read as {@link
 * FourBitWeight} they pack in an order of their own.
 */
final class PackNibbles {
  /** Smaller ones take a byte for each element. */
  private static final long LEAST = 1024;

  private final Map<Constant, Constant> packed = new HashMap<>();
  private final Constant shifts = shifts();

  private final Set<Constant> ofProducts = new HashSet<>();

  private PackNibbles(Graph graph) {
    for (Node node : graph.nodes()) {
      FourBitWeight weight = FourBitWeight.of(node);
      ofProducts.addAll(weight == null ? Set.of() : Set.of(weight.codes()));
    }
  }

  private static Constant shifts() {
    Tensor shifts = Tensor.allocate(DType.U8, 2, 1);
    shifts.set(1, 4L);
    return Constant.of("halves", shifts);
  }

  static Graph run(Graph graph) {
    PackNibbles pass = new PackNibbles(graph);
    return graph.rewrite(pass::read);
  }

  private List<Value> read(Graph.Builder b, Node node, List<Value> in) {
    if (in.stream().noneMatch(this::isPacked)) {
      return null;
    }
    List<Value> now = new ArrayList<>();
    in.forEach(value -> now.add(isPacked(value) ? unpacked(b, (Constant) value) : value));
    return List.copyOf(b.addAll(node.op(), now));
  }

  private boolean isPacked(Value value) {
    return value instanceof Constant c
        && !ofProducts.contains(c)
        && c.type().dtype().isInteger()
        && c.type().dtype().bits() == 4
        && c.type().rank() >= 2
        && c.type().dim(-2).mod(Dim.of(2)).is(0)
        && c.type().size().value() >= LEAST;
  }

  private Value unpacked(Graph.Builder b, Constant w) {
    Formula f = new Formula(b);
    Constant bytes = packed.computeIfAbsent(w, PackNibbles::pack);
    Value halves = f.combine(Binary.Function.SHR, bytes, shifts);
    return f.reshape(f.convert(halves, w.type().dtype()), w.type().dims());
  }

  private static Constant pack(Constant w) {
    List<Dim> dims = new ArrayList<>(w.type().dims());
    long rows = w.type().dim(-2).value();
    dims.set(dims.size() - 2, Dim.of(rows / 2));
    dims.add(dims.size() - 1, Dim.ONE);
    Nibbles nibbles = new Nibbles(w.elements(), w.type().dim(-1).value());
    return new Constant(w.name(), new TensorType(DType.U8, dims), nibbles, null);
  }
}
