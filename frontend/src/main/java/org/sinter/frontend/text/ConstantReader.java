package org.sinter.frontend.text;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.text.Numbers;

/**
 * {@code constant {values = [1.0, 2.0]}} and {@code constant {file = "m.safetensors", name = "w"}}.
 */
final class ConstantReader {
  /** Finds tensors of files. */
  @FunctionalInterface
  interface Files {
    Elements find(Constant.Source source, TensorType type);
  }

  private final Files files;

  ConstantReader(Files files) {
    this.files = files;
  }

  /** The constant; an {@link IllegalArgumentException} says what is wrong. */
  Constant read(String name, Map<String, Object> attributes, TensorType type) {
    if (!type.isStatic()) {
      throw new IllegalArgumentException("a constant's dims are integers, found " + type);
    }
    if (attributes.keySet().equals(Set.of("values"))) {
      return Constant.of(name, values(attributes.get("values"), type));
    }
    if (attributes.containsKey("elided")) {
      throw new IllegalArgumentException(
          "the elements of this constant were left out when the text was printed");
    }
    if (!attributes.containsKey("file")
        || !Set.of("file", "name").containsAll(attributes.keySet())) {
      throw new IllegalArgumentException(
          "a constant has values, or a file and perhaps a name, found " + attributes.keySet());
    }
    Constant.Source source =
        new Constant.Source(
            attributes.get("file").toString(), attributes.getOrDefault("name", "").toString());
    return new Constant(name, type, files.find(source, type), source);
  }

  private static Tensor values(Object given, TensorType type) {
    if (!(given instanceof List<?> list) || !type.size().is(list.size())) {
      String found = given instanceof List<?> other ? other.size() + " values" : given.toString();
      throw new IllegalArgumentException(
          "expected a list of " + type.size() + " values for " + type + ", found " + found);
    }
    long[] shape = type.dims().stream().mapToLong(d -> d.value()).toArray();
    Tensor tensor = Tensor.allocate(type.dtype(), shape);
    for (int i = 0; i < list.size(); i++) {
      set(tensor, i, list.get(i));
    }
    return tensor;
  }

  private static void set(Tensor tensor, int i, Object value) {
    DType type = tensor.type();
    Double named = Numbers.named(value.toString());
    if (type.isFloat() && (value instanceof Number || named != null)) {
      tensor.set(i, named != null ? named : ((Number) value).doubleValue());
    } else if (type == DType.BOOL && value instanceof Boolean truth) {
      tensor.set(i, truth ? 1L : 0L);
    } else if (type.isInteger() && value instanceof Long n) {
      tensor.set(i, n.longValue());
      if (tensor.integer(i) != n || (n < 0 && type.kind() == DType.Kind.UNSIGNED)) {
        throw new IllegalArgumentException(n + " is outside the range of " + type);
      }
    } else if (type == DType.U64 && value instanceof BigInteger n && n.bitLength() <= 64) {
      tensor.set(i, n.longValue());
    } else {
      throw new IllegalArgumentException(value + " is no value of " + type);
    }
  }
}
