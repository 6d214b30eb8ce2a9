package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

/**
 * Gathers whose indices are known from their place are slices: {@code gather(a, iota) = a[..n]}.
 */
final class IndexRules {
  private IndexRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Gather.class, IndexRules::gather)
        .on(GatherElements.class, IndexRules::elements)
        .on(GatherNd.class, IndexRules::points);
  }

  private static Value gather(Graph.Builder b, Gather op, List<Value> in) {
    TensorType type = in.get(0).type();
    int axis = type.axis(op.axis());
    List<Dim> result = Shapes.infer(op, in).dims();
    Affine index = Affine.of(in.get(1));
    if (index == null) {
      return null;
    }
    boolean one = index.isNumber();
    Dim size = one ? Dim.ONE : in.get(1).type().size();
    Dim start =
        one && index.offset().lessOrEqual(Dim.of(-1))
            ? index.offset().plus(type.dim(axis))
            : index.offset();
    if (!one && !index.counts(in.get(1).type().dims()) || !inside(start, size, type.dim(axis))) {
      return null;
    }
    Value slice = PieceRules.slice(b, in.get(0), axis, start, size);
    List<Dim> shape = new ArrayList<>(result);
    for (int i = 0; one && i < in.get(1).type().rank(); i++) {
      shape.set(axis + i, Dim.ONE);
    }
    return Shapes.expand(b, Shapes.reshape(b, slice, shape), result);
  }

  /** Whether a slice may be in range: not provably outside, and its start is not negative. */
  private static boolean inside(Dim start, Dim size, Dim whole) {
    return start.lowerBound() >= 0 && !whole.plus(1).lessOrEqual(start.plus(size));
  }

  private static Value elements(Graph.Builder b, GatherElements op, List<Value> in) {
    TensorType data = in.get(0).type();
    List<Dim> dims = in.get(1).type().dims();
    Affine index = Affine.of(in.get(1));
    int axis = data.axis(op.axis());
    for (int i = 0; index != null && i < dims.size(); i++) {
      boolean fits = dims.get(i).is(1) || index.strides().get(i).is(i == axis ? 1 : 0);
      index = fits ? index : null;
    }
    if (index == null || !inside(index.offset(), dims.get(axis), data.dim(axis))) {
      return null;
    }
    Double literal = data.dtype().isFloat() ? null : Match.literal(in.get(0));
    if (literal != null && Math.abs(literal) < 1L << 53) {
      Dim end = index.offset().plus(dims.get(axis));
      b.constraints().lessOrEqual(end, data.dim(axis), "end of gather from " + data);
      return b.add(new Fill(data.dtype(), dims, literal.longValue()));
    }
    List<Dim> starts = new ArrayList<>(Collections.nCopies(dims.size(), Dim.ZERO));
    starts.set(axis, index.offset());
    return b.add(new Slice(starts, dims, Collections.nCopies(dims.size(), 1L)), in.get(0));
  }

  /** Points {@code (i, j)} for all i and j in order. */
  private static Value points(Graph.Builder b, GatherNd op, List<Value> in) {
    TensorType index = in.get(1).type();
    Concat concat = Match.op(in.get(1), Concat.class);
    List<Value> parts = concat == null ? List.of() : Match.inputs(in.get(1));
    boolean components =
        op.batch() == 0
            && concat != null
            && index.axis(concat.axis()) == index.rank() - 1
            && index.dim(-1).is(parts.size());
    List<Dim> sizes = new ArrayList<>(in.get(0).type().dims());
    int before = -1;
    for (int d = 0; components && d < parts.size(); d++) {
      int along = along(Affine.of(parts.get(d)), index);
      components = along > before && inside(Dim.ZERO, index.dim(along), sizes.get(d));
      before = along;
      if (components) {
        sizes.set(d, index.dim(along));
      }
    }
    List<Dim> outer = index.dims().subList(0, Math.max(0, index.rank() - 1));
    if (!components || Match.longDims(outer) > parts.size()) {
      return null;
    }
    List<Dim> points = sizes.subList(0, parts.size());
    if (!Dim.product(points).equals(Dim.product(outer))) {
      return null;
    }
    int rank = sizes.size();
    List<Dim> starts = Collections.nCopies(rank, Dim.ZERO);
    Value slice = b.add(new Slice(starts, sizes, Collections.nCopies(rank, 1L)), in.get(0));
    return Shapes.reshape(b, slice, Shapes.infer(op, in).dims());
  }

  /** The only axis along which a component counts from 0, or -1. */
  private static int along(Affine component, TensorType index) {
    int along = -1;
    if (component == null || !component.offset().is(0)) {
      return -1;
    }
    for (int i = 0; i < index.rank() - 1; i++) {
      Dim stride = component.strides().get(i);
      if (!index.dim(i).is(1) && !stride.is(0)) {
        if (along >= 0 || !stride.is(1)) {
          return -1;
        }
        along = i;
      }
    }
    return along;
  }
}
