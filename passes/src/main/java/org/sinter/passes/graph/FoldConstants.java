package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.interp.ComputedElements;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Primitive;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;

/**
 * Computes what depends on constants alone: {@code transpose(w)} becomes a constant.
 *
 * <p>Results of up to {@code eager} elements are computed at once; larger ones are evaluated
 * element by element where they are read, so that weights are never held in memory whole. Fills and
 * index vectors stay as they are until something is computed from them, and so do large narrow
 * floats and integers that are only widened, and 8-bit matrices of any size.
 */
public record FoldConstants(long eager) implements Pass<Graph> {
  /** More multiply-adds than this are not worth doing at compile time. */
  private static final long MAX_WORK = 1L << 24;

  public FoldConstants() {
    this(1 << 16);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    return graph.rewrite(
        (b, node, in) -> {
          List<Value> folded = fold(b, node, in);
          if (folded != null && context.isHeard()) {
            boolean held = ((Constant) folded.get(0)).elements() instanceof Tensor;
            String rule = held ? "computed" : "computed where it is read";
            context.applied(node, rule, "now " + folded.get(0));
          }
          return folded;
        });
  }

  private List<Value> fold(Graph.Builder b, Node node, List<Value> in) {
    if (!(node.op() instanceof Primitive op) || !isFoldable(op, in)) {
      return null;
    }
    TensorType type = node.result().type();
    if (!type.isStatic() || widens(op, in, type)) {
      return null;
    }
    Double literal = sameEverywhere(op, in);
    if (literal != null) {
      return null;
    }
    return folded(node, op, type, in);
  }

  /** Weights that are kept in a narrow type would only take more bytes. */
  private boolean widens(Primitive op, List<Value> in, TensorType type) {
    if (!(op instanceof Convert) || in.get(0).type().dtype().bits() >= type.dtype().bits()) {
      return false;
    }
    DType from = in.get(0).type().dtype();
    boolean isMatrix = from.isInteger() && from.bits() <= 8 && type.rank() == 2;
    return isMatrix || isLarge(type, from);
  }

  private boolean isLarge(TensorType type, DType from) {
    return type.size().value() > eager && type.dtype().isFloat() == from.isFloat();
  }

  private List<Value> folded(Node node, Primitive op, TensorType type, List<Value> in) {
    String name = node.origin().isEmpty() ? "folded" : node.origin();
    if (type.size().value() <= eager) {
      return work(op, type, in) <= MAX_WORK ? List.of(Constant.of(name, evaluate(op, in))) : null;
    }
    Compute compute = op.compute(in.stream().map(Value::type).toList());
    if (!compute.reduced().isEmpty()) {
      return null;
    }
    List<Constant> constants = new ArrayList<>();
    for (Value value : in) {
      constants.add(constant(value));
    }
    return List.of(
        new Constant(name, type, new ComputedElements(name, type, compute, constants), null));
  }

  private static boolean isFoldable(Primitive op, List<Value> in) {
    if (op instanceof Dims dims) {
      return dims.values().stream().allMatch(Dim::isConstant);
    }
    return !in.isEmpty() && in.stream().allMatch(FoldConstants::isKnown);
  }

  private static boolean isKnown(Value value) {
    return value instanceof Constant || symbolic(value);
  }

  private static boolean symbolic(Value value) {
    return value.type().isStatic() && (Match.is(value, Fill.class) || Match.is(value, Iota.class));
  }

  /** Layout ops on literals are left to {@link Canonicalize}, which keeps them literals. */
  private static Double sameEverywhere(Primitive op, List<Value> in) {
    boolean layout = op instanceof Expand || op instanceof Reshape || op instanceof Transpose;
    return layout && Match.is(in.get(0), Fill.class) ? Match.literal(in.get(0)) : null;
  }

  private static long work(Primitive op, TensorType type, List<Value> in) {
    long size = Math.max(1, type.size().value());
    if (op instanceof MatMul) {
      return size * in.get(0).type().dim(-1).value();
    }
    return op instanceof Reduce ? Math.max(size, in.get(0).type().size().value()) : size;
  }

  private static Tensor evaluate(Primitive op, List<Value> in) {
    Graph.Builder b = new Graph.Builder("fold");
    List<Value> inputs = new ArrayList<>();
    for (Value value : in) {
      inputs.add(value instanceof Constant ? value : b.add(((Node.Result) value).node().op()));
    }
    return GraphInterpreter.evaluate(b.build(List.of("out"), List.of(b.add(op, inputs))));
  }

  private static Constant constant(Value value) {
    if (value instanceof Constant c) {
      return c;
    }
    Primitive op = Match.op(value, Primitive.class);
    Compute compute = op.compute(List.of());
    return new Constant(
        "symbolic",
        value.type(),
        new ComputedElements("symbolic", value.type(), compute, List.of()),
        null);
  }
}
