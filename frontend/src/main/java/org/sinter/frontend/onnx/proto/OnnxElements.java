package org.sinter.frontend.onnx.proto;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.sinter.frontend.tensor.MappedElements;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;

/** A tensor of a file as elements of the graph. */
public final class OnnxElements {
  private OnnxElements() {}

  /** The elements, read from the file when asked for; the type must be one of the graph's. */
  public static Elements of(OnnxTensor tensor) {
    DType type = type(tensor);
    if (tensor.data() instanceof OnnxData.Stored stored) {
      return MappedElements.of(type, tensor.size(), stored.slice());
    }
    return MappedElements.of(type, tensor.size(), ((OnnxData.Inline) tensor.data()).bytes());
  }

  /** All of them in memory (or mapped), up to 2 GiB. */
  public static Tensor load(OnnxTensor tensor) {
    long[] dims = tensor.dims().stream().mapToLong(Long::longValue).toArray();
    DType type = type(tensor);
    if (type.bits() >= 8) {
      return new Tensor(type, dims, bytes(tensor.data()));
    }
    int count = Math.toIntExact(tensor.size());
    ByteBuffer unpacked = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    of(tensor).read(0, count, unpacked);
    return new Tensor(type, dims, unpacked.flip());
  }

  private static ByteBuffer bytes(OnnxData data) {
    return data instanceof OnnxData.Stored stored
        ? stored.slice().map()
        : ((OnnxData.Inline) data).bytes();
  }

  private static DType type(OnnxTensor tensor) {
    return tensor
        .element()
        .dtype()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tensor '" + tensor.name() + "': " + tensor.element() + " is not supported"));
  }
}
