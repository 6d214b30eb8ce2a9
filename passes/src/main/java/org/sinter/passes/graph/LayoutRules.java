package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

/** Transposes, reshapes and broadcasts of each other: two become one, or none. */
final class LayoutRules {
  private LayoutRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Transpose.class, LayoutRules::transpose)
        .on(Reshape.class, LayoutRules::reshape)
        .on(Reshape.class, LayoutRules::keptReduction)
        .on(Expand.class, LayoutRules::expand);
  }

  private static Value transpose(Graph.Builder b, Transpose op, List<Value> in) {
    Value x = in.get(0);
    List<Dim> dims = op.perm().stream().map(x.type()::dim).toList();
    Fill fill = Match.op(x, Fill.class);
    if (fill != null) {
      return b.add(new Fill(fill.dtype(), dims, fill.value()));
    }
    Transpose inner = Match.op(x, Transpose.class);
    if (inner != null) {
      return Shapes.transpose(b, Match.input(x, 0), Shapes.compose(inner.perm(), op.perm()));
    }
    return movesOnlyOnes(op, x) ? Shapes.reshape(b, x, dims) : null;
  }

  /** Whether the dims that are not 1 keep their order. */
  private static boolean movesOnlyOnes(Transpose op, Value x) {
    List<Integer> moved = op.perm().stream().filter(i -> !x.type().dim(i).is(1)).toList();
    List<Integer> sorted = new ArrayList<>(moved);
    sorted.sort(null);
    return moved.equals(sorted);
  }

  private static Value reshape(Graph.Builder b, Reshape op, List<Value> in) {
    Value x = in.get(0);
    if (x.type().dims().equals(op.shape())) {
      return x;
    }
    Fill fill = Match.op(x, Fill.class);
    if (fill != null) {
      return b.add(new Fill(fill.dtype(), op.shape(), fill.value()));
    }
    if (Match.is(x, Reshape.class)) {
      return Shapes.reshape(b, Match.input(x, 0), op.shape());
    }
    return expandOfOnes(b, op, x);
  }

  /** A reshape of a broadcast that only adds or removes ones is a broadcast of a reshape. */
  private static Value expandOfOnes(Graph.Builder b, Reshape op, Value x) {
    if (!Match.is(x, Expand.class)
        || !Shapes.squeezed(x.type().dims()).equals(Shapes.squeezed(op.shape()))) {
      return null;
    }
    Value source = Match.input(x, 0);
    List<Dim> narrow = Shapes.padded(source.type().dims(), x.type().rank());
    List<Dim> shape = new ArrayList<>();
    int next = 0;
    for (Dim dim : op.shape()) {
      while (!dim.is(1) && x.type().dim(next).is(1)) {
        next++;
      }
      shape.add(dim.is(1) ? Dim.ONE : narrow.get(next++));
    }
    return Shapes.expand(b, Shapes.reshape(b, source, shape), op.shape());
  }

  /** A reduction whose lost dims come back as ones keeps them. */
  private static Value keptReduction(Graph.Builder b, Reshape op, List<Value> in) {
    Reduce reduce = Match.op(in.get(0), Reduce.class);
    if (reduce == null || reduce.keep()) {
      return null;
    }
    Reduce keeping = new Reduce(reduce.reducer(), reduce.axes(), true);
    List<Value> inputs = Match.inputs(in.get(0));
    return Shapes.infer(keeping, inputs).dims().equals(op.shape()) ? b.add(keeping, inputs) : null;
  }

  private static Value expand(Graph.Builder b, Expand op, List<Value> in) {
    Value x = in.get(0);
    if (x.type().dims().equals(op.shape())) {
      return x;
    }
    Fill fill = Match.op(x, Fill.class);
    if (fill != null) {
      return b.add(new Fill(fill.dtype(), op.shape(), fill.value()));
    }
    if (Match.is(x, Expand.class)) {
      return Shapes.expand(b, Match.input(x, 0), op.shape());
    }
    boolean onlyOnes = Shapes.squeezed(x.type().dims()).equals(Shapes.squeezed(op.shape()));
    return onlyOnes ? Shapes.reshape(b, x, op.shape()) : null;
  }
}
