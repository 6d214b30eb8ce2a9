package org.sinter.frontend.text;

import org.sinter.frontend.text.IrParser.TypeContext;
import org.sinter.ir.DType;
import org.sinter.ir.TensorType;

/** {@code f32[batch, 4*seq]}. */
final class TypeReader {
  private final DimReader dims;

  TypeReader(DimReader dims) {
    this.dims = dims;
  }

  TensorType type(TypeContext type) {
    try {
      DType element = DType.parse(type.NAME().getText());
      return new TensorType(element, type.sum().stream().map(dims::sum).toList());
    } catch (IllegalArgumentException e) {
      throw new Fault(type.getStart(), e.getMessage());
    }
  }
}
