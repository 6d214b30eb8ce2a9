package org.sinter.frontend.onnx;

import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxElements;
import org.sinter.frontend.onnx.proto.OnnxTensor;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Fill;

/** Tensors of the file as values: {@link Constant}s that point into it, or literals. */
final class Tensors {
  /** Equal elements up to this count become a literal, so that rules see the number. */
  private static final int MAX_LITERAL = 16;

  private Tensors() {}

  static Value value(Model model, OnnxTensor tensor, String name) {
    Elements elements = OnnxElements.of(tensor);
    List<Dim> dims = tensor.dims().stream().map(Dim::of).toList();
    TensorType type = new TensorType(elements.type(), dims);
    if (isUniform(elements)) {
      boolean isFloat = elements.type().isFloat();
      Number first = isFloat ? (Number) elements.real(0) : (Number) elements.integer(0);
      return model.builder().add(new Fill(elements.type(), dims, first));
    }
    String file = model.proto().file().getFileName().toString();
    boolean named = !tensor.name().isEmpty();
    Constant.Source source = named ? new Constant.Source(file, tensor.name()) : null;
    return new Constant(name, type, elements, source);
  }

  private static boolean isUniform(Elements elements) {
    if (elements.size() == 0 || elements.size() > MAX_LITERAL) {
      return false;
    }
    boolean isFloat = elements.type().isFloat();
    for (long i = 1; i < elements.size(); i++) {
      boolean same =
          isFloat
              ? Double.doubleToRawLongBits(elements.real(i))
                  == Double.doubleToRawLongBits(elements.real(0))
              : elements.integer(i) == elements.integer(0);
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
