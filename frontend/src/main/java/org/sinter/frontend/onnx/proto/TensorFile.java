package org.sinter.frontend.onnx.proto;

import java.nio.file.Path;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.file.FileSlice;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.ir.Tensor;

/** A {@code TensorProto} in a file of its own, as in ONNX's node tests. */
public record TensorFile(OnnxTensor proto, Path file) {
  /** What a {@code .pb} file holds, as far as its bytes tell. */
  public enum Kind {
    TENSOR,
    /** The two look alike. */
    SEQUENCE_OR_OPTIONAL
  }

  /** Field 3 tells: values of a sequence or optional, but segments (never used) of a tensor. */
  public static Kind kind(Path file) {
    Wire in = open(file);
    while (in.next()) {
      if (in.field() == 3) {
        return Kind.SEQUENCE_OR_OPTIONAL;
      }
      in.skip();
    }
    return Kind.TENSOR;
  }

  public static TensorFile read(Path file) {
    if (kind(file) != Kind.TENSOR) {
      throw Failure.at(file, "", "holds a sequence or an optional value, not a tensor");
    }
    return new TensorFile(new TensorReader(open(file)).read(), file);
  }

  /** The elements in memory or mapped; strings and complex numbers are refused. */
  public Tensor tensor() {
    try {
      return OnnxElements.load(proto);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw Failure.at(file, "", "cannot be used", e);
    }
  }

  private static Wire open(Path file) {
    FileSlice slice = FileSlice.of(file);
    if (slice.length() > Integer.MAX_VALUE) {
      throw Failure.at(file, "", "over 2 GiB: a protobuf cannot be");
    }
    return new Wire(slice, HeapBudget.half());
  }
}
