package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Value;
import org.sinter.ir.op.Attention;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;

/**
 * An encoder of padded texts [batch, seq, ..] → the same on the tokens alone [tokens, ..], from the
 * first thing that a token needs to the last: padding is neither computed nor stored. Results go
 * back to their places; where the mask is 0 they are 0.
 *
 * <p>It applies where no result at a token of mask 1 depends on one of mask 0. That holds because
 * every op between works token by token, but attention, whose additive mask is at most {@link
 * Attention#HIDDEN} at such keys, so that their weights are 0, and sums or maxima over places, to
 * which such tokens add what changes nothing.
 *
 * <p>The mask of a text must be ones and then zeros, at least a one. That is found out in each
 * call: of a text with any other mask all places are kept as tokens, which computes what the graph
 * did before.
 *
 * @param input {@code ragged}: the inputs hold tokens alone, too, those [batch, seq, ..] become
 *     [tokens, ..], the mask becomes {@code lengths} [batch], and results [batch, seq, ..] stay
 *     [tokens, ..]
 */
public record PackTokens(Form input) implements Pass<Graph> {
  /** How texts are given. */
  public enum Form {
    PADDED,
    RAGGED
  }

  public PackTokens() {
    this(Form.PADDED);
  }

  @Override
  public Graph run(Graph graph, Context context) {
    List<String> reasons = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Attention) {
        Param mask = mask(graph, node);
        String reason = mask == null ? "no input [batch, seq] hides keys from it" : null;
        Graph packed = null;
        if (mask != null) {
          try {
            packed = new PackedGraph(graph, mask, input == Form.RAGGED, context).build();
          } catch (Refusal e) {
            reason = e.getMessage();
          }
        }
        if (packed != null) {
          return packed;
        }
        reasons.add(node + ": " + reason);
        context.missed(node, reason);
      }
    }
    if (input == Form.RAGGED) {
      throw new IllegalArgumentException(
          "inputs cannot be ragged: " + (reasons.isEmpty() ? "no attention" : reasons.get(0)));
    }
    return graph;
  }

  /** Why a graph cannot be packed. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  /** The input that hides keys of padding from an attention, or null. */
  private static Param mask(Graph graph, Node attention) {
    for (Param param : graph.params()) {
      List<Dim> dims = param.type().dims();
      boolean named = dims.size() == 2 && dims.stream().noneMatch(d -> d.is(1));
      if (named && hides(param, attention)) {
        return param;
      }
    }
    return null;
  }

  /** Whether keys have weight 0 in {@code attention} where {@code mask} is 0. */
  static boolean hides(Param mask, Node attention) {
    List<Dim> dims = mask.type().dims();
    for (Value input : attention.inputs().subList(0, 3)) {
      if (!input.type().dims().subList(0, 2).equals(dims)) {
        return false;
      }
    }
    return attention.inputs().size() > 3
        && key(mask, 0, attention.input(3)).high() <= Attention.HIDDEN;
  }

  /** What an attention's mask adds at keys where {@code mask} is {@code value}. */
  static Span key(Param mask, double value, Value added) {
    List<MaskedSpan.Axis> axes =
        List.of(
            MaskedSpan.Axis.TEXT,
            MaskedSpan.Axis.OTHER,
            MaskedSpan.Axis.QUERY,
            MaskedSpan.Axis.KEY);
    return new MaskedSpan(mask, value).of(added, axes);
  }
}
