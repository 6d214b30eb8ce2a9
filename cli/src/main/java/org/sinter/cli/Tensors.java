package org.sinter.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Model;

/** Tensors of the compiler and of the runtime, which do not know each other. */
final class Tensors {
  private Tensors() {}

  static Map<String, org.sinter.runtime.Tensor> toRuntime(Map<String, Tensor> tensors) {
    Map<String, org.sinter.runtime.Tensor> result = new LinkedHashMap<>();
    tensors.forEach(
        (name, t) ->
            result.put(
                name,
                org.sinter.runtime.Tensor.of(
                    ElementType.of(t.type().toString()), direct(t.bytes()), t.shape())));
    return result;
  }

  private static ByteBuffer direct(ByteBuffer bytes) {
    return ByteBuffer.allocateDirect(bytes.remaining())
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes)
        .flip();
  }

  static Map<String, Tensor> fromRuntime(Map<String, org.sinter.runtime.Tensor> tensors) {
    Map<String, Tensor> result = new LinkedHashMap<>();
    tensors.forEach(
        (name, t) ->
            result.put(name, new Tensor(DType.parse(t.type().toString()), t.shape(), t.data())));
    return result;
  }

  /** Runs a model on tensors of the compiler; what it has no input for is left out. */
  static Map<String, Tensor> run(Model model, Map<String, Tensor> inputs) {
    Map<String, Tensor> known = new LinkedHashMap<>(inputs);
    known.keySet().retainAll(model.inputs().stream().map(spec -> spec.name()).toList());
    return fromRuntime(model.run(toRuntime(known)));
  }
}
