package org.sinter.passes.lower;

import java.util.List;
import java.util.Map;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Substitute;
import org.sinter.ir.kernel.Var;

/** {@code out[i..] = expression}: parallel over rows, or over blocks of the whole as one row. */
record MapKernel(Groups groups, Tile tile) {
  /** Vectors in a block of a tensor walked as one row. */
  private static final int BLOCK = 64;

  Lowered lower(Value root) {
    Lowered linear = linear(root);
    return linear != null ? linear : rows(root, new Inliner(groups, root));
  }

  /** {@code out = in}: a value that lies elsewhere, copied to its own place. */
  Lowered copy(Value from, Value to) {
    Inliner inliner = new Inliner(groups, to);
    inliner.define(to, indices -> Expr.load(inliner.buffer(from), indices));
    return rows(to, inliner);
  }

  private Lowered rows(Value root, Inliner inliner) {
    List<Dim> dims = root.type().dims();
    Var row = new Var("r");
    Lanes lanes = new Lanes(tile.lanes(root.type().dtype()));
    Buffer out = new Buffer("out", Space.rows(dims, row, row).flat(root.type()));
    Stmt columns =
        lanes.loop(
            "j",
            Expr.of(Space.columns(dims)),
            (j, lane) -> {
              Space here = Space.rows(dims, row, j);
              return Stmt.store(out, here.flatIndices(), inliner.at(root, here));
            });
    Stmt body = Stmt.parallel(row, Expr.of(Space.rows(dims)), columns);
    return Lowered.of("map", inliner, root, out, body);
  }

  /** Null when some input is not read exactly where the output is written. */
  private Lowered linear(Value root) {
    if (root.type().rank() < 2) {
      return null;
    }
    Inliner inliner = new Inliner(groups, root);
    int lanes = tile.lanes(root.type().dtype());
    Var block = new Var("r");
    Var vector = new Var("jb");
    Var lane = new Var("jl");
    Expr start = block.times(Expr.index((long) BLOCK * lanes));
    Expr j = start.plus(vector.times(Expr.index(lanes))).plus(lane);
    Space here = Space.linear(root.type().dims(), j);
    Expr value = inliner.at(root, here);
    if (!readsOnlyThere(value, here, block)) {
      return null;
    }
    TensorType flat = here.flat(root.type());
    Buffer out = new Buffer("out", flat);
    Expr size = Expr.of(flat.dim(1));
    Stmt store = Stmt.when(j.lessThan(size), Stmt.store(out, here.flatIndices(), value));
    Stmt body =
        Stmt.parallel(
            block,
            Lanes.ceilDiv(size, (long) BLOCK * lanes),
            Stmt.serial(vector, Expr.index(BLOCK), Stmt.vector(lane, lanes, store)));
    return Lowered.of("map", inliner, root, out, body);
  }

  /**
   * Whether the place is used in no other way than to load from it: loads become opaque scalars.
   */
  private static boolean readsOnlyThere(Expr value, Space here, Var block) {
    boolean[] elsewhere = new boolean[1];
    Expr rest =
        new Substitute(
                Map.of(),
                load -> {
                  TensorType type = load.buffer().type();
                  boolean there =
                      load.indices().equals(here.flatIndices())
                          && type.dims().equals(here.flat(type.with(here.dims())).dims());
                  elsewhere[0] |= type.rank() > 0 && !there;
                  return Expr.load(new Buffer("?", type.with(List.of())), List.of());
                })
            .apply(value);
    Expr other = new Size(Dim.symbol("?"));
    Expr moved = new Substitute(Map.of(block, other, Space.ROW, other), load -> load).apply(rest);
    return !elsewhere[0] && moved.equals(rest);
  }
}
