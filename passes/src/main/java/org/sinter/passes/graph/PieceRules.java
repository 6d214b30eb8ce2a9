package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Slice;
import org.sinter.passes.Match;
import org.sinter.passes.Rules;

/** Parts of tensors: slices of slices and of concatenations. */
final class PieceRules {
  private PieceRules() {}

  static void addTo(Rules rules) {
    rules
        .on(Slice.class, PieceRules::wholeSlice)
        .on(Slice.class, PieceRules::sliceOfSlice)
        .on(Slice.class, PieceRules::sliceOfConcat)
        .on(Concat.class, PieceRules::flatConcat);
  }

  private static Value wholeSlice(Graph.Builder b, Slice op, List<Value> in) {
    boolean whole =
        op.sizes().equals(in.get(0).type().dims())
            && op.starts().stream().allMatch(d -> d.is(0))
            && op.steps().stream().allMatch(s -> s == 1);
    return whole ? in.get(0) : null;
  }

  private static Value sliceOfSlice(Graph.Builder b, Slice op, List<Value> in) {
    Slice inner = Match.op(in.get(0), Slice.class);
    if (inner == null) {
      return null;
    }
    List<Dim> starts = new ArrayList<>();
    List<Long> steps = new ArrayList<>();
    for (int i = 0; i < op.starts().size(); i++) {
      long step = inner.steps().get(i);
      starts.add(inner.starts().get(i).plus(op.starts().get(i).times(step)));
      steps.add(Math.multiplyExact(step, op.steps().get(i)));
    }
    return b.add(new Slice(starts, op.sizes(), steps), Match.input(in.get(0), 0));
  }

  /** A slice that lies in one part of a concatenation is a slice of that part. */
  private static Value sliceOfConcat(Graph.Builder b, Slice op, List<Value> in) {
    Concat concat = Match.op(in.get(0), Concat.class);
    if (concat == null) {
      return null;
    }
    int axis = in.get(0).type().axis(concat.axis());
    if (op.steps().get(axis) < 0) {
      return null;
    }
    Dim start = op.starts().get(axis);
    Dim last = start.plus(op.sizes().get(axis).minus(1).times(op.steps().get(axis)));
    Dim offset = Dim.ZERO;
    for (Value part : Match.inputs(in.get(0))) {
      Dim end = offset.plus(part.type().dim(axis));
      if (offset.lessOrEqual(start) && last.plus(1).lessOrEqual(end)) {
        List<Dim> starts = new ArrayList<>(op.starts());
        starts.set(axis, start.minus(offset));
        return b.add(new Slice(starts, op.sizes(), op.steps()), part);
      }
      offset = end;
    }
    return null;
  }

  /** A concatenation of one is that one; concatenations within are spread out. */
  private static Value flatConcat(Graph.Builder b, Concat op, List<Value> in) {
    int axis = in.get(0).type().axis(op.axis());
    List<Value> flat = new ArrayList<>();
    for (Value part : in) {
      Concat inner = Match.op(part, Concat.class);
      if (inner != null && part.type().axis(inner.axis()) == axis) {
        flat.addAll(Match.inputs(part));
      } else if (in.size() == 1 || !part.type().dim(axis).is(0)) {
        flat.add(part);
      }
    }
    if (flat.size() == 1) {
      return flat.get(0);
    }
    return flat.equals(in) || flat.isEmpty() ? null : b.add(new Concat(axis), flat);
  }

  static Value slice(Graph.Builder b, Value x, int axis, Dim start, Dim size) {
    int rank = x.type().rank();
    List<Dim> starts = new ArrayList<>(Collections.nCopies(rank, Dim.ZERO));
    List<Dim> sizes = new ArrayList<>(x.type().dims());
    starts.set(axis, start);
    sizes.set(axis, size);
    return b.add(new Slice(starts, sizes, Collections.nCopies(rank, 1L)), x);
  }
}
