package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.TensorType;

/** An op whose every result element is an expression of input elements. */
public sealed interface Primitive extends Op
    permits Apply,
        Bitcast,
        Combine,
        Concat,
        Convert,
        Dims,
        Expand,
        Fill,
        Gather,
        GatherElements,
        GatherNd,
        Iota,
        MatMul,
        Pad,
        Reduce,
        Reshape,
        Slice,
        Transpose,
        Where,
        Windows {
  /** The meaning: one result element as an expression, perhaps reduced over further axes. */
  Compute compute(List<TensorType> in);
}
