package org.sinter.passes.lower;

import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.RaggedAttention;

/** Where an attention finds the queries and keys of a text. */
interface Texts {
  /** Scale and cap, whatever the texts. */
  Attention op();

  /** Number of texts. */
  Dim count();

  /** Queries of the longest text. */
  Expr longest();

  Expr queries(Expr text);

  Expr keys(Expr text);

  /** Indices of element {@code x} of a query, key, value or result. */
  List<Expr> at(Expr text, Expr place, Expr head, Expr x);

  /** What is added to scores, or null. */
  Value mask();

  static Texts of(Node node, Inliner inliner) {
    return node.op() instanceof RaggedAttention op
        ? new Ragged(node, op, inliner)
        : new Even(node, (Attention) node.op());
  }

  /** {@code [texts, places, heads, x]}: all are equally long. */
  record Even(Node node, Attention op) implements Texts {
    @Override
    public Dim count() {
      return node.input(0).type().dim(0);
    }

    @Override
    public Expr longest() {
      return Expr.of(node.input(0).type().dim(1));
    }

    @Override
    public Expr queries(Expr text) {
      return longest();
    }

    @Override
    public Expr keys(Expr text) {
      return Expr.of(node.input(2).type().dim(1));
    }

    @Override
    public List<Expr> at(Expr text, Expr place, Expr head, Expr x) {
      return List.of(text, place, head, x);
    }

    @Override
    public Value mask() {
      return node.inputs().size() > 3 ? node.input(3) : null;
    }
  }

  /** {@code [tokens, heads, x]}: one after the other, text {@code b} from {@code offsets[b]} on. */
  record Ragged(Node node, RaggedAttention ragged, Inliner inliner) implements Texts {
    @Override
    public Attention op() {
      return new Attention(ragged.scale(), ragged.softcap());
    }

    private TensorType offsets() {
      return node.input(RaggedAttention.OFFSETS).type();
    }

    private Expr offset(Expr text) {
      Buffer offsets = inliner.buffer(node.input(RaggedAttention.OFFSETS));
      return Expr.load(offsets, List.of(text));
    }

    @Override
    public Dim count() {
      return offsets().dim(0).minus(1);
    }

    @Override
    public Expr longest() {
      return Expr.of(ragged.longest());
    }

    @Override
    public Expr queries(Expr text) {
      return offset(text.plus(Expr.index(1))).minus(offset(text));
    }

    @Override
    public Expr keys(Expr text) {
      return queries(text);
    }

    @Override
    public List<Expr> at(Expr text, Expr place, Expr head, Expr x) {
      return List.of(offset(text).plus(place), head, x);
    }

    @Override
    public Value mask() {
      return node.inputs().size() > 4 ? node.input(4) : null;
    }
  }
}
