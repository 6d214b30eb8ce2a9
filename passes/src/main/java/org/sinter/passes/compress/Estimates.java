package org.sinter.passes.compress;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.RaggedAttention;
import org.sinter.ir.op.RmsNorm;

/**
 * {@link Spread} of a graph's values by its constants alone, from embedding tables, whose rows
 * count as equally likely, through products, norms and what lies between. Nothing is run. What a
 * norm gives is known by its gain and bias where nothing is known of what enters it.
 */
final class Estimates {
  /** Longer axes are no channels. */
  private static final long LONGEST = 1 << 20;

  private final Map<Value, Spread> known = new HashMap<>();

  Estimates(Graph graph) {
    for (Node node : graph.nodes()) {
      if (node.results().size() == 1 && node.result().type().dtype().isFloat()) {
        Spread spread = spread(node.op(), node.inputs(), node.result().type());
        if (spread != null && spread.isFinite()) {
          known.put(node.result(), spread);
        }
      }
    }
  }

  /** Null where nothing is known. */
  Spread of(Value value) {
    boolean read = value instanceof Constant && !known.containsKey(value);
    if (read && value.type().dtype().isFloat()) {
      Constant c = (Constant) value;
      int columns = last(c.type());
      known.put(c, columns < 1 ? null : new MatrixSpread(c.elements(), columns).ofRows());
    }
    return known.get(value);
  }

  private Spread spread(Op op, List<Value> in, TensorType type) {
    if (op instanceof Fill fill) {
      return Spread.of(1, i -> fill.value().doubleValue(), i -> 0);
    }
    if (op instanceof MatMul) {
      return product(in.get(0), in.get(1));
    }
    if (op instanceof LayerNorm norm) {
      return norm(true, norm.epsilon(), in, type);
    }
    if (op instanceof RmsNorm norm) {
      return norm(false, norm.epsilon(), in, type);
    }
    if (op instanceof Combine combine) {
      return combined(combine.function(), of(in.get(0)), of(in.get(1)));
    }
    if (op instanceof Attention || op instanceof RaggedAttention) {
      return attended(in.get(2), type);
    }
    Spread x = in.isEmpty() ? null : of(in.get(0));
    if (x == null) {
      return null;
    }
    DoubleUnaryOperator function = Bends.of(op);
    return function != null ? x.through(function) : Moves.of(op, in.get(0).type(), type, x);
  }

  /** Elements of the last axis, 1 of a scalar, 0 where that is no number. */
  private static int last(TensorType type) {
    if (type.rank() == 0) {
      return 1;
    }
    Dim dim = type.dim(-1);
    return dim.isConstant() && dim.value() <= LONGEST ? (int) dim.value() : 0;
  }

  private Spread product(Value x, Value w) {
    Spread rows = of(x);
    boolean isMatrix =
        w instanceof Constant c
            && c.type().dtype().isFloat()
            && c.type().size().equals(c.type().dim(-1).times(c.type().dim(-2)));
    if (rows == null || !isMatrix || rows.channels() != w.type().dim(-2).value()) {
      return null;
    }
    return new MatrixSpread(((Constant) w).elements(), last(w.type())).after(rows);
  }

  private Spread norm(boolean centred, double epsilon, List<Value> in, TensorType type) {
    int n = last(type);
    Spread gain = in.size() > 1 ? of(in.get(1)) : Spread.of(1, i -> 1, i -> 0);
    Spread bias = in.size() > 2 ? of(in.get(2)) : Spread.of(1, i -> 0, i -> 0);
    if (n < 1 || gain == null || bias == null) {
      return null;
    }
    Spread x = of(in.get(0));
    Spread unit = Spread.of(n, i -> 0, i -> 1);
    return x == null || x.channels() != n
        ? unit.times(gain).plus(1, bias)
        : x.normalized(centred, epsilon, gain, bias);
  }

  private static Spread combined(Binary.Function function, Spread x, Spread y) {
    if (x == null || y == null) {
      return null;
    }
    int longer = Math.max(x.channels(), y.channels());
    if (longer % x.channels() != 0 || longer % y.channels() != 0) {
      return null;
    }
    boolean clips = y.channels() == 1 && y.variance()[0] == 0;
    return switch (function) {
      case ADD -> x.plus(1, y);
      case SUB -> x.plus(-1, y);
      case MUL -> x.times(y);
      case MAX -> clips ? x.through(v -> Math.max(v, y.mean()[0])) : null;
      case DIV -> clips ? x.times(Spread.of(1, i -> 1 / y.mean()[0], i -> 0)) : null;
      default -> null;
    };
  }

  /** As varied as the values: a query may look at one place alone. */
  private Spread attended(Value values, TensorType type) {
    Spread v = of(values);
    int width = last(values.type());
    Dim heads = values.type().dim(-2);
    Dim all = type.dim(-2);
    boolean fits =
        v != null
            && heads.isConstant()
            && all.isConstant()
            && v.channels() == heads.value() * width;
    return fits ? v.repeated(width, (int) (all.value() / heads.value())) : null;
  }
}
