package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Softmax;

/** Softmax and norms along the last axis: a row is read once into local memory and worked on. */
final class RowKernel {
  private final Group group;
  private final Node node;
  private final Inliner inliner;
  private final List<Dim> dims;
  private final DType type;
  private final Lanes lanes;
  private final Buffer row;
  private final Buffer sum;
  private final Buffer out;
  private final Expr columns;
  private final Var r = new Var("r");
  private final List<Buffer> locals = new ArrayList<>();

  RowKernel(Groups groups, Tile tile, Group group) {
    this.group = group;
    this.node = group.anchor();
    this.inliner = new Inliner(groups, group.root());
    TensorType in = node.result().type();
    this.dims = in.dims();
    this.type = in.dtype().compute();
    this.lanes = new Lanes(tile.lanes(type));
    this.row = new Buffer("row", new TensorType(type, List.of(Space.columns(dims))));
    this.sum = lanes.accumulator("sum", type);
    this.out = new Buffer("out", Space.rows(dims, r, r).flat(group.root().type()));
    this.columns = Expr.of(Space.columns(dims));
    locals.add(row);
    locals.add(sum);
  }

  Lowered lower() {
    List<Stmt> body = new ArrayList<>();
    if (node.op() instanceof Softmax) {
      softmax(body);
    } else if (node.op() instanceof LayerNorm norm) {
      layerNorm(body, norm.epsilon());
    } else {
      rmsNorm(body, ((RmsNorm) node.op()).epsilon());
    }
    Stmt inner = Stmt.block(body);
    for (Buffer local : locals) {
      inner = new Stmt.Alloc(local, inner);
    }
    Stmt loop = Stmt.parallel(r, Expr.of(Space.rows(dims)), inner);
    return Lowered.of(name(), inliner, group.root(), out, loop);
  }

  private String name() {
    return node.op() instanceof Softmax
        ? "softmax"
        : node.op() instanceof LayerNorm ? "layer-norm" : "rms-norm";
  }

  private void softmax(List<Stmt> body) {
    body.add(lanes.reset(sum, Reducer.MAX.identity(type)));
    body.add(pass((j, lane) -> Stmt.block(stage(j), add(lane, Reducer.MAX, at(j)))));
    Expr max = folded(body, "max", Reducer.MAX);
    body.add(lanes.reset(sum, Expr.of(type, 0)));
    body.add(
        pass(
            (j, lane) ->
                Stmt.block(
                    put(j, at(j).minus(max).apply(Unary.Function.EXP)),
                    add(lane, Reducer.SUM, at(j)))));
    Expr total = folded(body, "total", Reducer.SUM);
    body.add(pass((j, lane) -> write(j, divide(at(j), total))));
  }

  private void layerNorm(List<Stmt> body, double epsilon) {
    body.add(lanes.reset(sum, Expr.of(type, 0)));
    body.add(pass((j, lane) -> Stmt.block(stage(j), add(lane, Reducer.SUM, at(j)))));
    Expr mean = folded(body, "mean", Reducer.SUM, divideBySize());
    body.add(lanes.reset(sum, Expr.of(type, 0)));
    body.add(
        pass(
            (j, lane) ->
                Stmt.block(put(j, at(j).minus(mean)), add(lane, Reducer.SUM, at(j).times(at(j))))));
    scaled(body, epsilon);
  }

  private void rmsNorm(List<Stmt> body, double epsilon) {
    body.add(lanes.reset(sum, Expr.of(type, 0)));
    body.add(pass((j, lane) -> Stmt.block(stage(j), add(lane, Reducer.SUM, at(j).times(at(j))))));
    scaled(body, epsilon);
  }

  /** {@code out = row / sqrt(sum / n + epsilon) * g + b}. */
  private void scaled(List<Stmt> body, double epsilon) {
    Expr inverse =
        folded(
            body,
            "inverse",
            Reducer.SUM,
            s ->
                divide(
                    Expr.of(type, 1),
                    divideBySize()
                        .apply(s)
                        .plus(Expr.of(type, epsilon))
                        .apply(Unary.Function.SQRT)));
    body.add(
        pass(
            (j, lane) -> {
              Expr y = at(j).times(inverse);
              y = node.inputs().size() > 1 ? y.times(vector(1, j)) : y;
              return write(j, node.inputs().size() > 2 ? y.plus(vector(2, j)) : y);
            }));
  }

  private Expr vector(int input, Expr j) {
    return inliner.at(node.input(input), List.of(j)).cast(type);
  }

  private UnaryOperator<Expr> divideBySize() {
    return s -> divide(s, columns.cast(type));
  }

  private static Expr divide(Expr a, Expr b) {
    return Expr.binary(Binary.Function.DIV, a, b);
  }

  private Stmt pass(BiFunction<Expr, Expr, Stmt> body) {
    return lanes.loop("j", columns, body);
  }

  private Expr at(Expr j) {
    return Expr.load(row, List.of(j));
  }

  private Stmt put(Expr j, Expr value) {
    return Stmt.store(row, List.of(j), value);
  }

  private Stmt stage(Expr j) {
    Value x = node.input(0);
    return put(j, inliner.at(x, Space.rows(dims, r, j)).cast(type));
  }

  private Stmt add(Expr lane, Reducer reducer, Expr value) {
    return Lanes.accumulate(sum, lane, reducer, value);
  }

  private Expr folded(List<Stmt> body, String name, Reducer reducer) {
    return folded(body, name, reducer, s -> s);
  }

  /** Folds the lanes and keeps a function of the result as a scalar. */
  private Expr folded(List<Stmt> body, String name, Reducer reducer, UnaryOperator<Expr> f) {
    Buffer scalar = new Buffer(name, TensorType.of(type));
    locals.add(scalar);
    body.add(lanes.fold(sum, reducer));
    body.add(Stmt.store(scalar, List.of(), f.apply(Lanes.first(sum))));
    return Expr.load(scalar, List.of());
  }

  private Stmt write(Expr j, Expr y) {
    Space here = Space.rows(dims, r, j);
    inliner.define(node.result(), indices -> y.cast(node.result().type().dtype()));
    return Stmt.store(out, here.flatIndices(), inliner.at(group.root(), here));
  }
}
