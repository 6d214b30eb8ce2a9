package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.RaggedAttention;

/** Ends the run unless all elements of an index tensor are in range; runs before they are used. */
record CheckKernel(Groups groups) {
  Lowered lower(Inliner.Check check) {
    Inliner inliner = new Inliner(groups, null);
    List<Dim> dims = check.index().type().dims();
    List<Var> axes = Compute.axes(dims.size());
    List<Expr> at = new ArrayList<>(axes);
    int looped = dims.size();
    if (check.component() >= 0) {
      looped--;
      at.set(looped, Expr.index(check.component()));
    }
    Expr index = inliner.at(check.index(), at).cast(DType.I64);
    Expr size = Expr.of(check.size());
    Expr inRange = Expr.index(0).minus(size).lessOrEqual(index).and(index.lessThan(size));
    Stmt body = new Stmt.Check(inRange, message(check));
    for (int i = looped - 1; i >= 0; i--) {
      body = Stmt.serial(axes.get(i), Expr.of(dims.get(i)), body);
    }
    List<Buffer> buffers = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    inliner.inputs().forEach(input -> buffers.add(input.getKey()));
    inliner.inputs().forEach(input -> values.add(input.getValue()));
    return new Lowered(
        new Kernel("check", buffers, 0, body), values, List.copyOf(inliner.checks()));
  }

  /** Ends the run unless offsets go from 0 to tokens in steps of 0 to the longest text. */
  Lowered offsets(Node node, RaggedAttention op) {
    Inliner inliner = new Inliner(groups, null);
    Buffer offsets = inliner.buffer(node.input(RaggedAttention.OFFSETS));
    Dim texts = offsets.type().dim(0).minus(1);
    String where = node.origin().isEmpty() ? "" : " (node " + node.origin() + ")";
    String message = "offsets of texts do not go from 0 to the number of tokens" + where;
    Expr zero = Expr.index(0);
    Expr tokens = Expr.of(node.input(0).type().dim(0));
    Expr ends =
        Expr.load(offsets, List.of(zero))
            .equalTo(zero)
            .and(Expr.load(offsets, List.of(Expr.of(texts))).equalTo(tokens));
    Var b = new Var("b");
    Expr from = Expr.load(offsets, List.of(b));
    Expr to = Expr.load(offsets, List.of(b.plus(Expr.index(1))));
    Expr size = to.minus(from);
    Expr fits = from.lessOrEqual(to).and(to.lessOrEqual(tokens));
    fits = fits.and(size.lessOrEqual(Expr.of(op.longest())));
    Stmt each = Stmt.serial(b, Expr.of(texts), new Stmt.Check(fits, message));
    Stmt body = Stmt.block(new Stmt.Check(ends, message), each);
    Value value = node.input(RaggedAttention.OFFSETS);
    Kernel kernel = new Kernel("offsets", List.of(offsets), 0, body);
    return new Lowered(kernel, List.of(value), List.of());
  }

  /** Ends the run unless measured symbols keep what the graph demands of them. */
  static Lowered demand(Symbols.Constraint demand) {
    Expr a = Expr.of(demand.a());
    Expr b = Expr.of(demand.b());
    Expr holds = demand.equal() ? a.equalTo(b) : a.lessOrEqual(b);
    Stmt body = new Stmt.Check(holds, "expected " + demand);
    return new Lowered(new Kernel("demand", List.of(), 0, body), List.of(), List.of());
  }

  private static String message(Inliner.Check check) {
    Node reader = check.reader();
    String origin = reader.origin().isEmpty() ? "" : " (node " + reader.origin() + ")";
    String what = check.index() instanceof Param p ? p.name() : "index";
    return what + " out of range: " + check.size() + " rows of " + source(reader) + origin;
  }

  private static String source(Node reader) {
    Value table = Groups.home(reader.input(0));
    return table instanceof Constant c ? c.name() : table.type().toString();
  }
}
