package org.sinter.frontend.tensor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;

/** Small files that NumPy and the safetensors library wrote, and tensors like theirs. */
final class Fixtures {
  private Fixtures() {}

  static byte[] bytes(String name) {
    try (InputStream in = Fixtures.class.getResourceAsStream("/tensor/" + name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path file(Path directory, String name) {
    return write(directory.resolve(name), bytes(name));
  }

  static Path write(Path file, byte[] bytes) {
    try {
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 0, 1, 2, …} in that type, as far as it can count. */
  static Tensor range(DType type, long... shape) {
    Tensor tensor = Tensor.allocate(type, shape);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, i);
    }
    return tensor;
  }

  static String text(Tensor tensor) {
    StringBuilder text = new StringBuilder(tensor.type().toString());
    text.append(java.util.Arrays.toString(tensor.shape())).append(':');
    for (long i = 0; i < tensor.size(); i++) {
      text.append(' ').append(tensor.real(i));
    }
    return text.toString();
  }
}
