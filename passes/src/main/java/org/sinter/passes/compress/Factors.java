package org.sinter.passes.compress;

import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.sinter.ir.Constant;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Activations.Detail;
import org.sinter.passes.Context;
import org.sinter.passes.Statistics;

/** The part of {@link LowRank} that finds factors. */
final class Factors {
  private final LowRank options;
  private final Graph graph;
  private final Context context;

  /** The weights that it is for, each with the node that reads it first. */
  private final Map<Constant, Node> readers = new LinkedHashMap<>();

  Factors(LowRank options, Graph graph, Context context) {
    this.options = options;
    this.graph = graph;
    this.context = context;
    Map<Value, List<Node>> users = graph.users();
    for (Node node : graph.nodes()) {
      Constant weight = options.weight(node);
      if (weight == null || readers.containsKey(weight)) {
        continue;
      }
      String obstacle = obstacle(node, weight, users.get(weight));
      if (obstacle == null) {
        readers.put(weight, node);
      } else {
        context.missed(node, obstacle, weight.name() + " " + obstacle);
      }
    }
  }

  private String obstacle(Node node, Constant weight, List<Node> users) {
    String reason = options.obstacle(node, weight);
    if (reason != null) {
      return reason;
    }
    if (users.stream().anyMatch(user -> options.weight(user) != weight)) {
      return "is read by other ops, too";
    }
    Elements elements = weight.elements();
    boolean isFinite =
        LongStream.range(0, elements.size())
            .parallel()
            .allMatch(i -> Double.isFinite(elements.real(i)));
    return isFinite ? null : "holds numbers that are not finite";
  }

  /** Two matrices for each weight that is worth it. */
  Map<Constant, Constant[]> all() {
    List<Constant> weights = List.copyOf(readers.keySet());
    Map<Constant, DMatrixRMaj> grams = options.whiten() ? grams() : Map.of();
    List<Spectrum> spectra =
        weights.parallelStream().map(weight -> new Spectrum(weight, grams.get(weight))).toList();
    Ranks.Matrix[] matrices =
        spectra.stream()
            .map(s -> new Ranks.Matrix(s.rows(), s.columns(), s.energies()))
            .toArray(Ranks.Matrix[]::new);
    int[] ranks = options.ranks(matrices);
    Map<Constant, Constant[]> factors = new IdentityHashMap<>();
    for (int i = 0; i < matrices.length; i++) {
      Constant weight = weights.get(i);
      if (matrices[i].isWorthwhile(ranks[i])) {
        factors.put(weight, named(weight, spectra.get(i).factors(ranks[i])));
        String said = said(weight, matrices[i], ranks[i]);
        context.applied(readers.get(weight), "two thin matrices", said);
      } else {
        String reason = "would save less than a tenth";
        context.missed(readers.get(weight), reason, weight.name() + " " + reason);
      }
    }
    return factors;
  }

  /** {@code XᵀX} of what each weight is multiplied by, over all products that read it. */
  private Map<Constant, DMatrixRMaj> grams() {
    List<Node> products =
        graph.nodes().stream()
            .filter(
                node -> node.op() instanceof MatMul && readers.containsKey(options.weight(node)))
            .toList();
    Set<Value> inputs = new LinkedHashSet<>();
    products.forEach(node -> inputs.add(node.input(0)));
    Map<Value, Statistics> seen = context.activations().of(graph, inputs, Detail.GRAM);
    Map<Constant, DMatrixRMaj> grams = new IdentityHashMap<>();
    for (Node node : products) {
      Statistics x = seen.get(node.input(0));
      DMatrixRMaj gram = new DMatrixRMaj(x.channels(), x.channels(), true, x.gram().full());
      grams.merge(options.weight(node), gram, (a, b) -> CommonOps_DDRM.add(a, b, null));
    }
    return grams;
  }

  private static Constant[] named(Constant weight, Tensor[] factors) {
    return new Constant[] {
      Constant.of(weight.name() + ".u", factors[0]), Constant.of(weight.name() + ".v", factors[1])
    };
  }

  private String said(Constant weight, Ranks.Matrix matrix, int rank) {
    return String.format(
        Locale.ROOT,
        "%s as two of rank %d: %.0f %% of its parameters, rms error %.1e of the %s",
        weight.name(),
        rank,
        100.0 * matrix.size(rank) / matrix.whole(),
        Math.sqrt(Math.max(0, 1 - matrix.kept(rank))),
        options.whiten() ? "product's" : "weight's");
  }
}
