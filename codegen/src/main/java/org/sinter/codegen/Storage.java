package org.sinter.codegen;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Buffer;

/**
 * Where a buffer lies.
 *
 * @param strides distance of the elements along each axis, counted in elements
 * @param copies 1, or the lanes of the vector loop in which the buffer was allocated: each lane has
 *     a copy of its own, and the copies of an element lie side by side
 */
record Storage(DType type, String pointer, List<Operand> strides, int copies) {
  /** Row-major; extents are computed by {@code dims}, products in {@code body}. */
  static Storage of(Buffer buffer, String pointer, int copies, Body body, Dims dims) {
    List<Operand> strides = new ArrayList<>();
    Operand stride = Operand.index(copies);
    List<Dim> extents = buffer.type().dims();
    for (int axis = extents.size() - 1; axis >= 0; axis--) {
      strides.add(0, stride);
      stride = axis == 0 ? stride : Index.multiply(body, stride, dims.of(extents.get(axis)));
    }
    return new Storage(buffer.dtype(), pointer, List.copyOf(strides), copies);
  }

  /** The address of element {@code offset}. */
  Operand address(Body body, Operand offset) {
    if (offset.isIndex(0)) {
      return new Operand("ptr", 1, pointer);
    }
    String element = Operand.memory(type);
    return body.assign(
        "ptr", 1, "getelementptr inbounds " + element + ", ptr " + pointer + ", " + offset.typed());
  }
}
