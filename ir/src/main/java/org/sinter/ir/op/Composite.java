package org.sinter.ir.op;

import java.util.List;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;

/** An op that means a small graph, kept whole because some pass or kernel wants to see it so. */
public sealed interface Composite extends Op
    permits Attention,
        Gelu,
        LayerNorm,
        QuantizeRows,
        RaggedAttention,
        RmsNorm,
        Rotary,
        Silu,
        Softmax {
  /** The same computation in smaller ops: one value for each result. */
  List<Value> expand(Graph.Builder b, List<Value> in);
}
