package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Substitute;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Reduce;

/**
 * A reduction with what is read and written inline: lanes along the last result axis when that one
 * stays, otherwise along the last reduced axis.
 */
final class Reduction {
  private final Group group;
  private final Tile tile;
  private final Inliner inliner;
  private final Node node;
  private final Compute compute;
  private final TensorType result;
  private final DType sumType;

  Reduction(Groups groups, Tile tile, Group group) {
    this.group = group;
    this.tile = tile;
    this.inliner = new Inliner(groups, group.root());
    this.node = group.anchor();
    this.compute = ((Reduce) node.op()).compute(Inliner.types(node));
    this.result = node.result().type();
    this.sumType = result.dtype().compute();
  }

  Lowered lower() {
    TensorType in = node.input(0).type();
    int last = in.rank() - 1;
    boolean lastStays = ((Reduce) node.op()).axes().stream().noneMatch(a -> in.axis(a) == last);
    Buffer out =
        new Buffer(
            "out",
            Space.rows(result.dims(), Expr.index(0), Expr.index(0)).flat(group.root().type()));
    return lastStays ? alongResult(out) : alongReduced(out);
  }

  private Lowered alongResult(Buffer out) {
    Lanes lanes = new Lanes(tile.lanes(sumType));
    Buffer sum = lanes.accumulator("sum", sumType);
    Var row = new Var("r");
    Stmt columns =
        lanes.loop(
            "j",
            Expr.of(Space.columns(result.dims())),
            (j, lane) -> {
              Space here = Space.rows(result.dims(), row, j);
              Stmt add = Lanes.accumulate(sum, lane, compute.reducer(), value(here.indices()));
              return Stmt.block(
                  Stmt.store(sum, List.of(lane), identity()),
                  nest(compute.reduced(), add),
                  write(out, here, Expr.load(sum, List.of(lane))));
            });
    Stmt body =
        Stmt.parallel(row, Expr.of(Space.rows(result.dims())), new Stmt.Alloc(sum, columns));
    return Lowered.of("reduce", inliner, group.root(), out, body);
  }

  private Lowered alongReduced(Buffer out) {
    Lanes lanes = new Lanes(tile.lanes(sumType));
    Buffer sum = lanes.accumulator("sum", sumType);
    Var element = new Var("r");
    Expr columns = Expr.of(Space.columns(result.dims()));
    Space here = Space.rows(result.dims(), element.floorDiv(columns), element.mod(columns));
    int last = compute.reduced().size() - 1;
    Compute.Axis inner = compute.reduced().get(last);
    Expr value = value(here.indices());
    Stmt add =
        lanes.loop(
            "k",
            Expr.of(inner.extent()),
            (k, lane) -> {
              Expr term = new Substitute(Map.of(inner.variable(), k), load -> load).apply(value);
              return Lanes.accumulate(sum, lane, compute.reducer(), term);
            });
    Stmt body =
        Stmt.block(
            lanes.reset(sum, identity()),
            nest(compute.reduced().subList(0, last), add),
            lanes.fold(sum, compute.reducer()),
            write(out, here, Lanes.first(sum)));
    Dim size = Space.rows(result.dims()).times(Space.columns(result.dims()));
    Stmt loop = Stmt.parallel(element, Expr.of(size), new Stmt.Alloc(sum, body));
    return Lowered.of("reduce", inliner, group.root(), out, loop);
  }

  /** Of the elements' own type: what an empty reduction of small integers gives. */
  private Expr identity() {
    return result.dtype().isFloat()
        ? compute.reducer().identity(sumType)
        : compute.reducer().identity(result.dtype()).cast(sumType);
  }

  /** The term at result indices {@code at}, over the reduced variables. */
  private Expr value(List<Expr> at) {
    Map<Var, Expr> variables = new HashMap<>();
    for (int i = 0; i < at.size(); i++) {
      variables.put(compute.axes().get(i), at.get(i));
    }
    return new Substitute(variables, load -> inliner.at(node.input(0), load.indices()))
        .apply(compute.value())
        .cast(sumType);
  }

  private Stmt write(Buffer out, Space here, Expr sum) {
    inliner.define(node.result(), indices -> sum.cast(result.dtype()));
    return Stmt.store(out, here.flatIndices(), inliner.at(group.root(), here));
  }

  private static Stmt nest(List<Compute.Axis> axes, Stmt inner) {
    List<Compute.Axis> outward = new ArrayList<>(axes);
    Collections.reverse(outward);
    Stmt nest = inner;
    for (Compute.Axis axis : outward) {
      nest = Stmt.serial(axis.variable(), Expr.of(axis.extent()), nest);
    }
    return nest;
  }
}
