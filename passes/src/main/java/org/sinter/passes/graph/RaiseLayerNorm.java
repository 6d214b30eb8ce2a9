package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.LayerNorm;
import org.sinter.passes.Context;
import org.sinter.passes.Match;
import org.sinter.passes.Pass;
import org.sinter.passes.Rules;

/**
 * {@code (x - mean(x)) / sqrt(mean((x - mean(x))^2) + epsilon) * g + b} becomes {@code
 * layer-norm(x, g, b)}, also where the root is inverted first, and as {@code x * m + (b - mean(x) *
 * m)} with {@code m = g / sqrt(…)}.
 *
 * <p>A variance as {@code mean(x^2) - mean(x)^2} stays: its rounding is another.
 */
public record RaiseLayerNorm() implements Pass<Graph> {
  @Override
  public Graph run(Graph graph, Context context) {
    return Rules.remarking(context)
        .on(Combine.class, RaiseLayerNorm::core)
        .on(Combine.class, RaiseLayerNorm::coreWithGain)
        .on(Combine.class, RaiseLayerNorm::gain)
        .on(Combine.class, RaiseLayerNorm::bias)
        .on(Combine.class, RaiseLayerNorm::linear)
        .apply(graph);
  }

  private static Value core(Graph.Builder b, Combine op, List<Value> in) {
    if (op.function() == Binary.Function.DIV) {
      return norm(b, in.get(0), in.get(1), List.of());
    }
    for (int i = 0; op.function() == Binary.Function.MUL && i < 2; i++) {
      Value root = Reductions.reciprocal(in.get(1 - i));
      Value norm = root == null ? null : norm(b, in.get(i), root, List.of());
      if (norm != null) {
        return norm;
      }
    }
    return null;
  }

  /** {@code (x - mean(x)) * (g / root)}. */
  private static Value coreWithGain(Graph.Builder b, Combine op, List<Value> in) {
    for (int i = 0; op.function() == Binary.Function.MUL && i < 2; i++) {
      for (Match.Pair scale : Reductions.quotients(in.get(1 - i))) {
        Value x = in.get(i);
        if (x.type().rank() > 0 && Reductions.isVector(scale.first(), x.type().dim(-1))) {
          Value gain = vector(b, scale.first());
          Value norm = norm(b, x, scale.second(), List.of(gain));
          if (norm != null) {
            return norm;
          }
        }
      }
    }
    return null;
  }

  private static Value norm(Graph.Builder b, Value centred, Value root, List<Value> vectors) {
    Reductions.Deviation deviation = Reductions.deviation(root);
    Value x = centredFrom(centred);
    if (deviation == null || x == null || deviation.squared() != centred) {
      return null;
    }
    List<Value> inputs = new ArrayList<>(List.of(x));
    inputs.addAll(vectors);
    return b.add(new LayerNorm(deviation.epsilon()), inputs);
  }

  /** {@code x} when {@code value} is {@code x - mean(x)}, else null. */
  private static Value centredFrom(Value value) {
    Match.Pair difference = Match.operands(value, Binary.Function.SUB);
    return difference != null && Reductions.meanOfRows(difference.second()) == difference.first()
        ? difference.first()
        : null;
  }

  private static Value gain(Graph.Builder b, Combine op, List<Value> in) {
    return op.function() == Binary.Function.MUL ? append(b, in, 1) : null;
  }

  private static Value bias(Graph.Builder b, Combine op, List<Value> in) {
    return op.function() == Binary.Function.ADD ? append(b, in, 2) : null;
  }

  /** The norm among the operands with the other one as its input {@code index}. */
  private static Value append(Graph.Builder b, List<Value> in, int index) {
    for (int i = 0; i < 2; i++) {
      LayerNorm norm = Match.op(in.get(i), LayerNorm.class);
      Value vector = in.get(1 - i);
      Dim size = norm == null ? null : in.get(i).type().dim(-1);
      if (norm != null
          && Match.inputs(in.get(i)).size() == index
          && Reductions.isVector(vector, size)
          && vector.type().rank() <= in.get(i).type().rank()) {
        List<Value> inputs = new ArrayList<>(Match.inputs(in.get(i)));
        inputs.add(vector(b, vector));
        return b.add(norm, inputs);
      }
    }
    return null;
  }

  static Value vector(Graph.Builder b, Value value) {
    return Shapes.reshape(b, value, List.of(value.type().dim(-1)));
  }

  /** {@code x * m + (bias - mean(x) * m)} with {@code m = gain / root}. */
  private static Value linear(Graph.Builder b, Combine op, List<Value> in) {
    for (int i = 0; op.function() == Binary.Function.ADD && i < 2; i++) {
      Match.Pair shift = Match.operands(in.get(1 - i), Binary.Function.SUB);
      for (Match.Pair scaled : Match.either(in.get(i), Binary.Function.MUL)) {
        Value norm = shift == null ? null : linear(b, scaled, shift);
        if (norm != null) {
          return norm;
        }
      }
    }
    return null;
  }

  private static Value linear(Graph.Builder b, Match.Pair scaled, Match.Pair shift) {
    Value x = scaled.first();
    for (Match.Pair mean : Match.either(shift.second(), Binary.Function.MUL)) {
      if (mean.second() != scaled.second() || Reductions.meanOfRows(mean.first()) != x) {
        continue;
      }
      for (Match.Pair scale : Reductions.quotients(scaled.second())) {
        Reductions.Deviation deviation = Reductions.deviation(scale.second());
        boolean fits =
            deviation != null
                && centredFrom(deviation.squared()) == x
                && Reductions.isVector(scale.first(), x.type().dim(-1))
                && Reductions.isVector(shift.first(), x.type().dim(-1));
        if (fits) {
          Value gain = vector(b, scale.first());
          return b.add(new LayerNorm(deviation.epsilon()), x, gain, vector(b, shift.first()));
        }
      }
    }
    return null;
  }
}
