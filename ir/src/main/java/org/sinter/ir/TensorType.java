package org.sinter.ir;

import java.util.ArrayList;
import java.util.List;

/** Element type and shape: {@code f32[batch, seq, 384]}; no dims: a scalar. */
public record TensorType(DType dtype, List<Dim> dims) {
  /** Ranks above this are refused. */
  public static final int MAX_RANK = 16;

  public TensorType {
    dims = List.copyOf(dims);
    if (dims.size() > MAX_RANK) {
      throw new IllegalArgumentException("rank " + dims.size() + " above " + MAX_RANK);
    }
    for (Dim dim : dims) {
      if (dim.isConstant() && dim.value() < 0) {
        throw new IllegalArgumentException("negative dim in " + dims);
      }
    }
  }

  public static TensorType of(DType dtype, long... dims) {
    List<Dim> list = new ArrayList<>();
    for (long dim : dims) {
      list.add(Dim.of(dim));
    }
    return new TensorType(dtype, list);
  }

  public int rank() {
    return dims.size();
  }

  public Dim dim(int axis) {
    return dims.get(axis < 0 ? axis + rank() : axis);
  }

  public TensorType with(DType other) {
    return new TensorType(other, dims);
  }

  public TensorType with(List<Dim> other) {
    return new TensorType(dtype, other);
  }

  /** Number of elements. */
  public Dim size() {
    Dim size = Dim.ONE;
    for (Dim dim : dims) {
      size = size.times(dim);
    }
    return size;
  }

  public boolean isStatic() {
    return dims.stream().allMatch(Dim::isConstant);
  }

  /** An axis counted from the end when negative, as one from the front; checked. */
  public int axis(int axis) {
    int positive = axis < 0 ? axis + rank() : axis;
    if (positive < 0 || positive >= rank()) {
      throw new IllegalArgumentException("axis " + axis + " outside rank " + rank());
    }
    return positive;
  }

  @Override
  public String toString() {
    return dtype + dims.toString();
  }
}
