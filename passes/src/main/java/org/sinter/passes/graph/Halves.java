package org.sinter.passes.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;
import org.sinter.passes.Match;

/**
 * Proves that rows hold everything twice, and gives what they hold once: {@code cos(concat(f, f))}
 * is twice {@code cos(f)}. Twice is one half after the other, or each element beside itself.
 */
record Halves(boolean interleaved) {
  private static final int MAX_DEPTH = 16;
  private static final long MAX_ELEMENTS = 1 << 22;

  boolean proven(Value value) {
    return proven(value, 0);
  }

  private boolean proven(Value v, int depth) {
    if (depth > MAX_DEPTH || v.type().rank() == 0 || half(v) == null) {
      return false;
    }
    if (v instanceof Constant c) {
      return equalHalves(c);
    }
    if (once(v) != null || Match.is(v, Fill.class)) {
      return true;
    }
    Op op = Match.op(v, Op.class);
    if (op instanceof Combine) {
      return Match.inputs(v).stream().allMatch(x -> isOne(x) || proven(x, depth + 1));
    }
    boolean rowwise =
        op instanceof Apply
            || op instanceof Convert
            || (op instanceof Reshape || op instanceof Expand) && keepsRows(v)
            || op instanceof Transpose t && t.perm().indexOf(t.perm().size() - 1) == last(v)
            || op instanceof Slice s && wholeRows(s, v)
            || op instanceof Gather g && Match.input(v, 0).type().axis(g.axis()) != inputLast(v);
    return rowwise && proven(Match.input(v, 0), depth + 1);
  }

  private static int last(Value v) {
    return v.type().rank() - 1;
  }

  private static int inputLast(Value v) {
    return last(Match.input(v, 0));
  }

  private static Dim half(Value v) {
    return v.type().dim(-1).exactQuotient(Dim.of(2));
  }

  /** Whether the rows broadcast, so that they need no halving. */
  private static boolean isOne(Value v) {
    return v.type().rank() == 0 || v.type().dim(-1).is(1);
  }

  private static boolean keepsRows(Value v) {
    Value x = Match.input(v, 0);
    return x.type().rank() > 0 && x.type().dim(-1).equals(v.type().dim(-1));
  }

  private static boolean wholeRows(Slice s, Value v) {
    return s.starts().get(last(v)).is(0) && s.steps().get(last(v)) == 1 && keepsRows(v);
  }

  /** What a concatenation or repetition holds twice, or null. */
  private Value once(Value v) {
    if (!interleaved) {
      Concat concat = Match.op(v, Concat.class);
      List<Value> parts = concat == null ? List.of() : Match.inputs(v);
      boolean twice =
          parts.size() == 2
              && parts.get(0) == parts.get(1)
              && v.type().axis(concat.axis()) == last(v);
      return twice ? parts.get(0) : null;
    }
    if (!Match.is(v, Reshape.class)) {
      return null;
    }
    Value wide = Match.input(v, 0);
    List<Dim> pairs = new ArrayList<>(v.type().dims());
    pairs.set(last(v), half(v));
    pairs.add(Dim.of(2));
    boolean repeats =
        wide.type().rank() > 1
            && wide.type().dim(-1).is(2)
            && Shapes.squeezed(wide.type().dims()).equals(Shapes.squeezed(pairs))
            && (Match.is(wide, Expand.class) && repeatsColumn(wide)
                || Match.is(wide, Concat.class) && concatOfColumn(wide));
    return repeats ? Match.input(wide, 0) : null;
  }

  /** Whether a broadcast repeats the last dim only. */
  private static boolean repeatsColumn(Value wide) {
    List<Dim> column = new ArrayList<>(wide.type().dims());
    column.set(column.size() - 1, Dim.ONE);
    return Match.input(wide, 0).type().dims().equals(column);
  }

  private static boolean concatOfColumn(Value wide) {
    List<Value> parts = Match.inputs(wide);
    return parts.size() == 2 && parts.get(0) == parts.get(1) && parts.get(0).type().dim(-1).is(1);
  }

  private boolean equalHalves(Constant c) {
    Elements e = c.elements();
    long half = half(c).value();
    if (e.size() > MAX_ELEMENTS || half == 0) {
      return false;
    }
    for (long row = 0; row < e.size(); row += 2 * half) {
      for (long i = 0; i < half; i++) {
        long a = row + (interleaved ? 2 * i : i);
        if (e.real(a) != e.real(interleaved ? a + 1 : a + half)) {
          return false;
        }
      }
    }
    return true;
  }

  /** What the rows of {@code v}, of which {@link #proven} holds, contain once. */
  Value of(Graph.Builder b, Value v) {
    List<Dim> shape = new ArrayList<>(v.type().dims());
    shape.set(last(v), half(v));
    if (v instanceof Constant) {
      return slice(b, v, shape);
    }
    Value once = once(v);
    if (once != null) {
      return interleaved ? Shapes.reshape(b, once, shape) : once;
    }
    Op op = Match.op(v, Op.class);
    if (op instanceof Fill f) {
      return b.add(new Fill(f.dtype(), shape, f.value()));
    }
    List<Value> in = new ArrayList<>();
    for (Value x : Match.inputs(v)) {
      in.add(op instanceof Gather && !in.isEmpty() || isOne(x) ? x : of(b, x));
    }
    return b.add(narrowed(op, shape), in);
  }

  private static Op narrowed(Op op, List<Dim> shape) {
    if (op instanceof Reshape) {
      return new Reshape(shape);
    }
    if (op instanceof Expand) {
      return new Expand(shape);
    }
    return op instanceof Slice s ? new Slice(s.starts(), shape, s.steps()) : op;
  }

  private Value slice(Graph.Builder b, Value v, List<Dim> sizes) {
    int rank = v.type().rank();
    List<Long> steps = new ArrayList<>(Collections.nCopies(rank, 1L));
    steps.set(rank - 1, interleaved ? 2L : 1L);
    return b.add(new Slice(Collections.nCopies(rank, Dim.ZERO), sizes, steps), v);
  }
}
