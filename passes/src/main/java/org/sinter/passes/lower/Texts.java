package org.sinter.passes.lower;

import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.RaggedAttention;

/** Where an attention finds the queries and keys of a text. */
interface Texts {
  /** What is done with each text. */
  Attention op();

  /** Number of texts. */
  Dim count();

  /** Queries of the longest text. */
  Expr longest();

  /** Queries of the text at hand. */
  Expr queries();

  Expr keys();

  /** Keys of a text beyond its queries, the same for all. */
  Dim ahead();

  /** Indices of element {@code x} of a query, key, value or result of the text at hand. */
  List<Expr> at(Expr text, Expr place, Expr head, Expr x);

  /** What is added to scores, or null. */
  Value mask();

  /** What a task does for {@code text}, which may have no query {@code first}. */
  Stmt of(Expr text, Expr first, Stmt task);

  static Texts of(Node node, Inliner inliner) {
    return node.op() instanceof RaggedAttention op
        ? new Ragged(node, op, inliner, new Var("start"), new Var("n"))
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
      return queries();
    }

    @Override
    public Expr queries() {
      return Expr.of(node.input(0).type().dim(1));
    }

    @Override
    public Expr keys() {
      return Expr.of(node.input(2).type().dim(1));
    }

    @Override
    public Dim ahead() {
      return node.input(2).type().dim(1).minus(node.input(0).type().dim(1));
    }

    @Override
    public List<Expr> at(Expr text, Expr place, Expr head, Expr x) {
      return List.of(text, place, head, x);
    }

    @Override
    public Value mask() {
      return node.inputs().size() > 3 ? node.input(3) : null;
    }

    @Override
    public Stmt of(Expr text, Expr first, Stmt task) {
      return task;
    }
  }

  /** {@code [tokens, heads, x]}: one after the other, text {@code b} from {@code offsets[b]} on. */
  record Ragged(Node node, RaggedAttention ragged, Inliner inliner, Var start, Var size)
      implements Texts {
    @Override
    public Attention op() {
      return ragged.each();
    }

    @Override
    public Dim count() {
      return node.input(RaggedAttention.OFFSETS).type().dim(0).minus(1);
    }

    @Override
    public Expr longest() {
      return Expr.of(ragged.longest());
    }

    @Override
    public Expr queries() {
      return size;
    }

    @Override
    public Expr keys() {
      return size;
    }

    @Override
    public Dim ahead() {
      return Dim.ZERO;
    }

    @Override
    public List<Expr> at(Expr text, Expr place, Expr head, Expr x) {
      return List.of(start.plus(place), head, x);
    }

    @Override
    public Value mask() {
      return node.inputs().size() > RaggedAttention.OFFSETS + 1
          ? node.input(RaggedAttention.OFFSETS + 1)
          : null;
    }

    @Override
    public Stmt of(Expr text, Expr first, Stmt task) {
      Buffer offsets = inliner.buffer(node.input(RaggedAttention.OFFSETS));
      Expr end = Expr.load(offsets, List.of(text.plus(Expr.index(1))));
      Stmt some = Stmt.when(first.lessThan(size), task);
      Stmt sized = Stmt.let(size, end.minus(start), some);
      return Stmt.let(start, Expr.load(offsets, List.of(text)), sized);
    }
  }
}
