package org.sinter.cli.tune;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.lower.Knob;
import org.sinter.passes.lower.LowerToKernels;
import org.sinter.passes.lower.Tuning;

/**
 * Products of one shape taken out of a model, several with weights of their own, so that those come
 * from as far away as in the model, on the same rows {@code x: [m, k]}.
 *
 * @param product null: attention of one kind, on texts of m tokens
 * @param share of the model's products, by multiply-adds
 */
record Subject(Tuning.Product product, Graph graph, double share) {
  private static final long MAX_BYTES = 8 << 20;

  /** The products of a model that matter, those first that matter most. */
  static List<Subject> of(Graph model) {
    Map<Tuning.Product, List<Node>> found = new LinkedHashMap<>();
    double all = 0;
    for (Node node : model.nodes()) {
      if (node.op() instanceof MatMul && isWeight(node.input(1))) {
        Tuning.Product product = LowerToKernels.product(node);
        found.computeIfAbsent(product, p -> new ArrayList<>()).add(node);
        all += size(product);
      }
    }
    List<Subject> subjects = new ArrayList<>();
    for (Map.Entry<Tuning.Product, List<Node>> entry : found.entrySet()) {
      double share = size(entry.getKey()) * entry.getValue().size() / all;
      if (share >= 0.01) {
        subjects.add(new Subject(entry.getKey(), alone(entry.getKey(), entry.getValue()), share));
      }
    }
    subjects.sort(Comparator.comparing((Subject s) -> -s.share));
    attention(model).ifPresent(subjects::add);
    return subjects;
  }

  /** The first attention of a model whose heads have known sizes. */
  private static Optional<Subject> attention(Graph model) {
    return model.nodes().stream()
        .filter(node -> node.op() instanceof Attention)
        .filter(node -> node.inputs().stream().limit(3).allMatch(Subject::hasHeads))
        .findFirst()
        .map(node -> new Subject(null, alone(node), 0));
  }

  private static boolean hasHeads(Value value) {
    TensorType type = value.type();
    return type.dtype() == DType.F32 && type.dim(2).isConstant() && type.dim(3).isConstant();
  }

  private static Graph alone(Node attention) {
    Graph.Builder b = new Graph.Builder("attention");
    List<Value> inputs = new ArrayList<>();
    for (Value input : attention.inputs().subList(0, 3)) {
      TensorType type = input.type();
      List<Dim> dims = List.of(Dim.ONE, Dim.symbol("m"), type.dim(2), type.dim(3));
      inputs.add(b.param("x" + inputs.size(), new TensorType(DType.F32, dims)));
    }
    return b.build(List.of("y0"), List.of(b.add(attention.op(), inputs)));
  }

  Set<Knob> knobs() {
    return product == null ? Set.of(Knob.QUERIES) : Knob.OF_PRODUCTS;
  }

  List<Axis> axes(CpuLevel level) {
    return product == null ? List.of(Axis.of(Knob.QUERIES)) : Axis.of(level);
  }

  @Override
  public String toString() {
    return product == null ? "attention" : product.toString();
  }

  private static double size(Tuning.Product product) {
    return (double) product.k() * product.n();
  }

  private static boolean isWeight(Value value) {
    Value at = value;
    while (at instanceof Node.Result r && r.node().op() instanceof Convert) {
      at = r.node().input(0);
    }
    return at instanceof Constant && value.type().rank() == 2;
  }

  private static Graph alone(Tuning.Product product, List<Node> nodes) {
    Graph.Builder b = new Graph.Builder("products");
    List<Dim> rows = List.of(Dim.symbol("m"), Dim.of(product.k()));
    Value x = b.param("x", new TensorType(DType.F32, rows));
    long bytes = product.k() * product.n() * product.type().bytes();
    int copies = (int) Math.max(1, Math.min(nodes.size(), MAX_BYTES / bytes));
    List<String> names = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (Node node : nodes.subList(0, copies)) {
      names.add("y" + names.size());
      results.add(
          b.add(node.op(), copy(b, node.input(0), x, 0), copy(b, node.input(1), x, names.size())));
    }
    return b.build(names, results);
  }

  /** Conversions are part of a product; what else comes before it, {@code x} stands for. */
  private static Value copy(Graph.Builder b, Value value, Value x, int seed) {
    if (value instanceof Node.Result r && r.node().op() instanceof Convert) {
      return b.add(r.node().op(), copy(b, r.node().input(0), x, seed));
    }
    if (value instanceof Constant weights) {
      return madeUp(weights, seed);
    }
    DType type = value.type().dtype();
    return type == DType.F32 ? x : b.add(new Convert(type), x);
  }

  /** Other values of the same type and shape: how fast a product is does not depend on them. */
  private static Constant madeUp(Constant weights, int seed) {
    long k = weights.type().dim(0).value();
    long n = weights.type().dim(1).value();
    Tensor tensor = Tensor.allocate(weights.type().dtype(), k, n);
    Random random = new Random(seed);
    for (long i = 0; i < k * n; i++) {
      tensor.set(i, random.nextFloat() - 0.5);
    }
    return Constant.of(weights.name(), tensor);
  }
}
