package org.sinter.passes.compress;

import java.util.List;
import java.util.stream.IntStream;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Transpose;

/** {@link Spread} of elements that are read from other places: channels are the last axes. */
final class Moves {
  private Moves() {}

  /** Of {@code op}'s result, of type {@code to}; null where channels are mixed. */
  static Spread of(Op op, TensorType from, TensorType to, Spread x) {
    if (op instanceof Slice slice) {
      return sliced(slice, from, x);
    }
    boolean moves =
        op instanceof Convert
            || op instanceof Reshape
            || op instanceof Expand
            || op instanceof Gather
            || op instanceof Transpose;
    return moves && stays(op, from, to, x.channels()) ? x : null;
  }

  private static boolean stays(Op op, TensorType from, TensorType to, int channels) {
    int axes = axes(from.dims(), channels);
    if (axes < 0 || axes(to.dims(), channels) < 0) {
      return false;
    }
    if (op instanceof Gather gather) {
      return from.axis(gather.axis()) < from.rank() - axes;
    }
    if (op instanceof Transpose transpose) {
      List<Integer> perm = transpose.perm();
      return IntStream.range(perm.size() - axes, perm.size()).allMatch(i -> perm.get(i) == i);
    }
    return true;
  }

  /** How many last axes make {@code channels}; negative: none do. */
  private static int axes(List<Dim> dims, int channels) {
    long product = 1;
    for (int axes = 0; axes <= dims.size(); axes++) {
      if (product == channels) {
        return axes;
      }
      Dim next = axes < dims.size() ? dims.get(dims.size() - 1 - axes) : Dim.ONE;
      if (!next.isConstant() || next.value() < 1 || next.value() > channels) {
        return -1;
      }
      product *= next.value();
    }
    return -1;
  }

  private static Spread sliced(Slice slice, TensorType from, Spread x) {
    int axes = axes(from.dims(), x.channels());
    int rank = from.rank();
    boolean whole =
        axes >= 0
            && slice
                .sizes()
                .subList(rank - axes, rank)
                .equals(from.dims().subList(rank - axes, rank))
            && slice.steps().subList(rank - axes, rank).stream().allMatch(s -> s == 1);
    if (whole || axes != 1) {
      return whole ? x : null;
    }
    Dim start = slice.starts().get(rank - 1);
    Dim size = slice.sizes().get(rank - 1);
    return start.isConstant() && size.isConstant()
        ? x.part((int) size.value(), (int) start.value(), (int) (long) slice.steps().get(rank - 1))
        : null;
  }
}
