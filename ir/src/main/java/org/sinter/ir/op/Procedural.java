package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Kernel;

/** An op without a pull form: its meaning is a kernel. Nothing is fused into it. */
public sealed interface Procedural extends Op
    permits ArgReduce, CumulativeSum, NonZero, ScatterElements, ScatterNd, TokenRows, TopK {
  /** The meaning: buffers {@code in0, in1, …} then {@code out0, …}, as {@code infer} types them. */
  Kernel body(List<TensorType> in);
}
