package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.Divisible;

/**
 * Two thin matrices for a weight: {@code mat-mul x w} becomes {@code mat-mul (mat-mul x u) v}, a
 * gathered table {@code gather t i} becomes {@code mat-mul (gather u i) v}, with the least squared
 * error of the weight that the rank allows, or, whitened, of the product over calibration data
 * (Wang, Zheng, Wan and Zhang 2024: SVD-LLM). A weight stays whole where the factors would not save
 * a tenth of its parameters, and so of the work.
 *
 * @param ratio parameters of all factors over those of the weights, spread over the weights by what
 *     each loses; 1: nothing is done
 * @param energy where above 0, instead of {@code ratio}: the part of each weight's squared elements
 *     that stays
 * @param rank where above 0, instead of both: of each weight
 * @param whiten whether products' errors count as calibration data show them, not weights'
 * @param embeddings whether tables, too; their errors count all alike
 * @param least weights of fewer elements stay as they are
 * @param where names of weights, or of source nodes, that this is for; {@code *} stands for any
 *     characters
 * @param except those that it is not for
 */
public record LowRank(
    double ratio,
    double energy,
    int rank,
    boolean whiten,
    boolean embeddings,
    int least,
    List<String> where,
    List<String> except)
    implements Divisible {
  public LowRank {
    if (!(ratio > 0 && ratio <= 1)) {
      throw new IllegalArgumentException("ratio is " + ratio + ", expected above 0, at most 1");
    }
    if (!(energy >= 0 && energy < 1)) {
      throw new IllegalArgumentException("energy is " + energy + ", expected 0 to below 1");
    }
    if (rank < 0) {
      throw new IllegalArgumentException("rank is " + rank + ", expected 1 or more, 0: by ratio");
    }
    if (least < 1) {
      throw new IllegalArgumentException("least is " + least + ", expected 1 or more");
    }
    where = List.copyOf(where);
    except = List.copyOf(except);
  }

  /** Half of the parameters of products. */
  public LowRank() {
    this(0.5, 0, 0, false, false, 1 << 14, List.of("*"), List.of());
  }

  @Override
  public LowRank without(List<String> names) {
    List<String> all = new ArrayList<>(except);
    all.addAll(names);
    return new LowRank(ratio, energy, rank, whiten, embeddings, least, where, all);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    boolean isNeutral = ratio == 1 && energy == 0 && rank == 0;
    Map<Constant, Constant[]> factors =
        isNeutral ? Map.of() : new Factors(this, graph, context).all();
    return graph.rewrite(
        (b, node, in) -> {
          Constant weight = weight(node);
          Constant[] pair = weight == null ? null : factors.get(weight);
          return pair == null ? null : List.of(product(b, node, in, pair));
        });
  }

  private static Value product(Graph.Builder b, Node node, List<Value> in, Constant[] pair) {
    Value thin =
        node.op() instanceof Gather
            ? b.add(node.op(), pair[0], in.get(1))
            : b.add(new MatMul(), in.get(0), pair[0]);
    return b.add(new MatMul(), thin, pair[1]);
  }

  /** The matrix of a product's right side, or the table that rows are gathered from, or null. */
  Constant weight(Node node) {
    if (node.op() instanceof MatMul && node.input(1) instanceof Constant c) {
      return c;
    }
    boolean isTable =
        embeddings
            && node.op() instanceof Gather gather
            && node.input(0).type().rank() > 0
            && node.input(0).type().axis(gather.axis()) == 0;
    return isTable && node.input(0) instanceof Constant c ? c : null;
  }

  /** Why these options leave a weight, read by {@code node}, as it is, or null. */
  String obstacle(Node node, Constant weight) {
    if (weight.type().dtype() != DType.F32 || weight.type().rank() != 2) {
      return "is no matrix of f32";
    }
    if (weight.type().size().value() < least) {
      return "has fewer than " + least + " elements";
    }
    Except these = new Except(where);
    if (!these.has(weight.name()) && !these.has(node.origin())) {
      return "is not among those asked for";
    }
    Except excepted = new Except(except);
    boolean stays = excepted.has(weight.name()) || excepted.has(node.origin());
    return stays ? "is among the exceptions" : null;
  }

  /** The rank of each matrix; at a rank that is not worthwhile it stays whole. */
  int[] ranks(Ranks.Matrix[] matrices) {
    if (rank == 0 && energy == 0) {
      double all = Arrays.stream(matrices).mapToDouble(Ranks.Matrix::whole).sum();
      return Ranks.within(matrices, ratio * all);
    }
    return Arrays.stream(matrices).mapToInt(m -> rank > 0 ? rank : m.holding(energy)).toArray();
  }
}
