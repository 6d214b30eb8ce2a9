package org.sinter.codegen.math;

import java.util.List;

/**
 * How a function is written.
 *
 * @param arity its parameters
 * @param isInlined whether every call is replaced by the code
 * @param stored what a conversion reads or writes, null elsewhere
 * @param body appends the code for parameters in {@code F32} or {@code F64}
 */
record Definition(int arity, boolean isInlined, Stored stored, Body body) {
  /** Appends the code of a function and returns its result. */
  @FunctionalInterface
  interface Body {
    Value write(Code code, Element element, List<Value> parameters);
  }

  /** The integer type on the narrow side of a conversion, and which side it is. */
  record Stored(Element type, boolean isResult) {}

  Element result(Element element) {
    return stored != null && stored.isResult ? stored.type : element;
  }

  Element parameter(Element element) {
    return stored != null && !stored.isResult ? stored.type : element;
  }
}
