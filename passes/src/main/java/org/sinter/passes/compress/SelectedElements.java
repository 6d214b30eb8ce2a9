package org.sinter.passes.compress;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;

/**
 * The elements at some indices along an axis: {@code out[o, i, r] = all[o, kept[i], r]}.
 *
 * @param count how many indices the axis has
 * @param inner how many elements lie behind each index
 */
record SelectedElements(Elements all, int[] kept, long count, long inner) implements Elements {
  /** {@code constant} with only the {@code kept} indices along {@code axis}, under its name. */
  static Constant of(Constant constant, int axis, int[] kept) {
    List<Dim> dims = new ArrayList<>(constant.type().dims());
    long count = dims.set(axis, Dim.of(kept.length)).value();
    long inner = Dim.product(dims.subList(axis + 1, dims.size())).value();
    return new Constant(
        constant.name(),
        constant.type().with(dims),
        new SelectedElements(constant.elements(), kept, count, inner),
        null);
  }

  @Override
  public DType type() {
    return all.type();
  }

  @Override
  public long size() {
    return all.size() / count * kept.length;
  }

  private long at(long i) {
    long row = i / inner;
    return (row / kept.length * count + kept[(int) (row % kept.length)]) * inner + i % inner;
  }

  @Override
  public double real(long i) {
    return all.real(at(i));
  }

  @Override
  public long integer(long i) {
    return all.integer(at(i));
  }
}
