package org.sinter.ir.interp;

import org.sinter.ir.Tensor;
import org.sinter.ir.Value;

/** Sees every value that a graph computes, in order. */
@FunctionalInterface
public interface Observer {
  void computed(Value value, Tensor tensor);
}
