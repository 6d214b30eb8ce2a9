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
import org.sinter.ir.op.Op;
import org.sinter.ir.op.QuantizeRows;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.text.Names;

/**
 * Softmax, norms and quantization along the last axis: a row is read once into local memory and
 * worked on. A row that is quantized is written in 8 bits while it is near.
 */
final class RowKernel {
  private static final int VECTORS = 4;

  private final Groups groups;
  private final Group group;
  private final Node node;
  private final Inliner inliner;
  private final List<Dim> dims;
  private final DType type;
  private final Lanes lanes;
  private final Buffer row;
  private final Buffer sum;
  private final Buffer out;
  private final RowQuantizer quantizer;
  private final Buffer beside;
  private final Expr columns;
  private final Var r = new Var("r");
  private final List<Buffer> locals = new ArrayList<>();

  RowKernel(Groups groups, Tile tile, Group group) {
    this.groups = groups;
    this.group = group;
    this.node = group.anchor();
    this.inliner = new Inliner(groups, group.root());
    TensorType in = node.input(0).type();
    this.dims = in.dims();
    this.type = in.dtype().compute();
    this.lanes = new Lanes(lanes(tile));
    this.row = new Buffer("row", new TensorType(type, List.of(Space.columns(dims))));
    this.sum = lanes.accumulator("sum", type);
    this.out = new Buffer("out", Space.rows(dims, r, r).flat(group.root().type()));
    this.columns = Expr.of(Space.columns(dims));
    this.quantizer = quantizer(group.quantizer());
    this.beside =
        group.beside() == null
            ? null
            : new Buffer("beside", Space.rows(dims, r, r).flat(group.beside().type()));
    locals.addAll(isNear() ? List.of() : List.of(row));
    locals.addAll(node.op() instanceof QuantizeRows ? List.of() : List.of(sum));
    locals.addAll(quantizer == null ? List.of() : quantizer.locals());
  }

  /** Up to four vectors, so that a sum need not wait for the one before; exponentials need one. */
  private int lanes(Tile tile) {
    Dim each = Space.columns(dims);
    int count = tile.lanes(type) * (node.op() instanceof Softmax ? 1 : VECTORS);
    while (count > tile.lanes(type) && !(each.isConstant() && each.value() % count == 0)) {
      count /= 2;
    }
    return count;
  }

  private RowQuantizer quantizer(Node quantize) {
    if (quantize == null) {
      return null;
    }
    Space here = Space.rows(dims, r, r);
    List<Node.Result> results = quantize.results();
    return new RowQuantizer(
        lanes, r, here.flat(results.get(0).type()), here.flat(results.get(1).type()));
  }

  /** Whether the anchor has such a kernel, in which the rows of f32 can be quantized, too. */
  static boolean makes(Node anchor) {
    Op op = anchor.op();
    boolean keepsRow = op instanceof LayerNorm || op instanceof RmsNorm || op instanceof Softmax;
    return keepsRow && anchor.input(0).type().dtype().compute() == DType.F32;
  }

  /** Whether a kernel of the anchor, if any, ends with rows of f32. */
  static boolean writes(Value rows, Node anchor) {
    return anchor != null && makes(anchor) && rows.type().dtype() == DType.F32;
  }

  Lowered lower() {
    List<Stmt> body = new ArrayList<>();
    if (quantizer != null) {
      body.add(quantizer.reset());
    }
    if (node.op() instanceof QuantizeRows) {
      quantize(body);
    } else if (node.op() instanceof Softmax) {
      softmax(body);
    } else if (node.op() instanceof LayerNorm norm) {
      layerNorm(body, norm.epsilon());
    } else {
      rmsNorm(body, ((RmsNorm) node.op()).epsilon());
    }
    if (quantizer != null) {
      body.add(quantizer.write(columns, this::near));
    }
    Stmt inner = Stmt.block(body);
    for (Buffer local : locals) {
      inner = new Stmt.Alloc(local, inner);
    }
    Stmt loop = Stmt.parallel(r, Expr.of(Space.rows(dims)), inner);
    return Lowered.of(name(), inliner, group.results(), outs(), loop);
  }

  private boolean writesRow() {
    return group.quantizer() != node && group.results().contains(group.root());
  }

  private List<Buffer> outs() {
    List<Buffer> outs = new ArrayList<>();
    if (writesRow()) {
      outs.add(out);
    }
    outs.addAll(quantizer == null ? List.of() : quantizer.outs());
    outs.addAll(beside == null ? List.of() : List.of(beside));
    return outs;
  }

  private String name() {
    return Names.dashed(node.op().getClass().getSimpleName());
  }

  private void quantize(List<Stmt> body) {
    body.add(
        pass(
            (j, lane) ->
                isNear()
                    ? quantizer.meet(lane, near(j))
                    : Stmt.block(stage(j), quantizer.meet(lane, near(j)))));
  }

  /** Whether a row that is only quantized lies in memory already. */
  private boolean isNear() {
    return node.op() instanceof QuantizeRows && groups.inMemory(node.input(0));
  }

  /** An element of the row that is quantized. */
  private Expr near(Expr j) {
    return isNear() ? inliner.at(node.input(0), Space.rows(dims, r, j)) : at(j);
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
    body.add(pass((j, lane) -> write(j, lane, divide(at(j), total))));
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
              return write(j, lane, node.inputs().size() > 2 ? y.plus(vector(2, j)) : y);
            }));
  }

  private Expr vector(int input, Expr j) {
    return inliner.at(node.input(input), List.of(j)).cast(type);
  }

  private UnaryOperator<Expr> divideBySize() {
    return s -> divide(s, columns.cast(type));
  }

  static Expr divide(Expr a, Expr b) {
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

  private Stmt write(Expr j, Expr lane, Expr y) {
    Space here = Space.rows(dims, r, j);
    inliner.define(node.result(), indices -> y.cast(node.result().type().dtype()));
    Expr value = inliner.at(group.root(), here);
    if (beside != null) {
      Expr more = inliner.made(group.beside(), here, group.root(), at(j));
      return Stmt.block(
          put(j, value),
          Stmt.store(out, here.flatIndices(), at(j)),
          Stmt.store(beside, here.flatIndices(), more));
    }
    if (quantizer == null) {
      return Stmt.store(out, here.flatIndices(), value);
    }
    List<Stmt> all = new ArrayList<>(List.of(put(j, value), quantizer.meet(lane, at(j))));
    if (writesRow()) {
      all.add(Stmt.store(out, here.flatIndices(), at(j)));
    }
    return Stmt.block(all);
  }
}
