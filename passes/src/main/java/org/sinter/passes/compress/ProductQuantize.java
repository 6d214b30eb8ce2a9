package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.op.Gather;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;

/**
 * Tables of embeddings as codes of pieces of rows (product quantization: Jégou, Douze and Schmid
 * 2011): each row is a size and pieces of {@code length} columns, each piece the number of the
 * nearest of 256 that stand for all pieces at that place. {@code gather t i} becomes {@code gather
 * book (gather codes i + 256 * place) * gather sizes i}: {@code 8 / length} bits for an element.
 *
 * @param length columns of a piece
 * @param rounds how often the 256 are moved to the middle of what they stand for
 * @param least tables of fewer elements stay as they are
 * @param except names of tables, or of source nodes, that stay as they are; {@code *} stands for
 *     any characters
 */
public record ProductQuantize(int length, int rounds, int least, List<String> except)
    implements Divisible {
  public ProductQuantize {
    if (length < 2 || length > 64) {
      throw new IllegalArgumentException("length is " + length + ", expected 2 to 64");
    }
    if (rounds < 0 || rounds > 1000) {
      throw new IllegalArgumentException("rounds are " + rounds + ", expected 0 to 1000");
    }
    if (least < 1) {
      throw new IllegalArgumentException("least is " + least + ", expected 1 or more");
    }
    except = List.copyOf(except);
  }

  /** Two bits for an element. */
  public ProductQuantize() {
    this(4, 15, 1 << 20, List.of());
  }

  @Override
  public ProductQuantize without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new ProductQuantize(length, rounds, least, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    Map<Constant, PieceCodes> known = new HashMap<>();
    return graph.rewrite(
        (b, node, in) -> {
          if (!isTable(node)) {
            return null;
          }
          Constant table = (Constant) in.get(0);
          String obstacle = obstacle(node, table);
          if (obstacle != null) {
            context.missed(node, obstacle, table.name() + " " + obstacle);
            return null;
          }
          PieceCodes codes = known.computeIfAbsent(table, t -> coded(t, node, context));
          return List.of(codes.rows(b, in.get(1)));
        });
  }

  private PieceCodes coded(Constant table, Node node, Context context) {
    PieceCodes codes = PieceCodes.of(table, length, rounds);
    context.applied(node, "codes of pieces", codes.described());
    return codes;
  }

  private static boolean isTable(Node node) {
    return node.op() instanceof Gather gather
        && node.input(0) instanceof Constant table
        && table.type().rank() == 2
        && table.type().axis(gather.axis()) == 0;
  }

  /** Why a table stays as it is, or null. */
  private String obstacle(Node node, Constant table) {
    if (table.type().dtype() != DType.F32) {
      return "is " + table.type().dtype() + ", not f32";
    }
    if (table.name().endsWith(PieceCodes.BOOK)) {
      return "is what codes stand for";
    }
    Except excepted = new Except(except);
    if (excepted.has(table.name()) || excepted.has(node.origin())) {
      return "is among the exceptions";
    }
    if (table.type().size().value() < least) {
      return "has fewer than " + least + " elements";
    }
    if (table.type().dim(1).value() % length != 0) {
      return "has rows that are no pieces of " + length;
    }
    return PieceCodes.isFinite(table) ? null : "holds numbers that are not finite";
  }
}
