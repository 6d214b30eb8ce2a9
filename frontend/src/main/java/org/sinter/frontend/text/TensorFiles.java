package org.sinter.frontend.text;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.sinter.frontend.tensor.Npy;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Diagnostic;

/** Tensors of the safetensors and npy files beside a text, and nothing outside its directory. */
final class TensorFiles implements ConstantReader.Files {
  private final Path directory;
  private final Map<Path, Safetensors> opened = new HashMap<>();

  TensorFiles(Path text) {
    directory = text.toAbsolutePath().getParent();
  }

  @Override
  public Elements find(Constant.Source source, TensorType type) {
    try {
      Path file = Beside.locate(directory, source.file());
      return source.file().endsWith(".npy")
          ? npy(file, type)
          : entry(opened.computeIfAbsent(file, Safetensors::read).entry(source.name()), type);
    } catch (CompileException e) {
      Diagnostic first = e.diagnostics().get(0);
      throw new IllegalArgumentException(first.location() + ": " + first.message(), e);
    }
  }

  private static Elements npy(Path file, TensorType type) {
    Tensor tensor = Npy.read(file);
    check(tensor.type(), tensor.shape(), type);
    return tensor;
  }

  private static Elements entry(Safetensors.Entry entry, TensorType type) {
    check(entry.type(), entry.dims(), type);
    return entry.elements();
  }

  private static void check(DType element, long[] shape, TensorType type) {
    TensorType found = TensorType.of(element, shape);
    if (!found.equals(type)) {
      throw new IllegalArgumentException("the file has " + found + ", the text says " + type);
    }
  }
}
