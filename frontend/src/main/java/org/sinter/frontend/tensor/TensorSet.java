package org.sinter.frontend.tensor;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.sinter.frontend.file.Failure;
import org.sinter.ir.Tensor;

/** Named tensors from and to a file whose ending says its format. */
public final class TensorSet {
  private TensorSet() {}

  /** {@code .safetensors}, {@code .npz}, or one array {@code NAME.npy}. */
  public static Map<String, Tensor> read(Path file) {
    return switch (ending(file)) {
      case "safetensors" -> Safetensors.read(file).tensors();
      case "npz" -> Npz.read(file);
      case "npy" -> Map.of(stem(file), Npy.read(file));
      default -> throw unknown(file);
    };
  }

  public static void write(Path file, Map<String, Tensor> tensors) {
    switch (ending(file)) {
      case "safetensors" -> Safetensors.write(file, tensors, Map.of());
      case "npz" -> Npz.write(file, tensors);
      case "npy" -> Npy.write(file, single(file, tensors));
      default -> throw unknown(file);
    }
  }

  private static Tensor single(Path file, Map<String, Tensor> tensors) {
    if (tensors.size() != 1) {
      throw Failure.at(file, "", "an npy file holds one tensor, not " + tensors.size());
    }
    return tensors.values().iterator().next();
  }

  private static RuntimeException unknown(Path file) {
    return Failure.at(file, "", "the name must end in .safetensors, .npz or .npy");
  }

  private static String ending(Path file) {
    String name = name(file);
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String stem(Path file) {
    return name(file).substring(0, name(file).lastIndexOf('.'));
  }

  private static String name(Path file) {
    return file.getFileName() == null ? "" : file.getFileName().toString();
  }
}
