package org.sinter.frontend.text;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.frontend.file.Replacement;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.frontend.tensor.Safetensors.Content;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.text.GraphPrinter;

/** Writes a graph as text, its large constants to {@code NAME.safetensors} beside it. */
public final class IrWriter {
  private IrWriter() {}

  /** Constants that lie in files already are only named, so those files must be beside the text. */
  public static void write(Path file, Graph graph) {
    String side = file.getFileName() + ".safetensors";
    Map<String, Content> stored = new LinkedHashMap<>();
    String text =
        GraphPrinter.print(
            graph,
            constant -> {
              String name = stored.size() + ":" + constant.name();
              stored.put(name, content(constant));
              return new Constant.Source(side, name);
            });
    if (!stored.isEmpty()) {
      Safetensors.stream(file.resolveSibling(side), stored, Map.of());
    }
    Replacement.write(file, text);
  }

  private static Content content(Constant constant) {
    long[] shape = constant.type().dims().stream().mapToLong(d -> d.value()).toArray();
    return new Content(shape, constant.elements());
  }
}
