package org.sinter.tests.shapes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A kind of model that can be written in any size. */
@FunctionalInterface
interface Architecture {
  void build(OnnxGraph graph, Size size);

  /** {@code DIR/NAME.onnx} with its weights beside it; what lies there already is kept. */
  default Path write(Path directory, String name, Size size) throws IOException {
    Path model = directory.resolve(name + ".onnx");
    if (!Files.exists(model)) {
      Files.createDirectories(directory);
      Path unfinished = directory.resolve(name + ".part");
      try (Weights weights = new Weights(directory.resolve(name + ".weights"))) {
        OnnxGraph graph = new OnnxGraph(name, weights);
        build(graph, size);
        graph.write(unfinished);
      }
      Files.move(unfinished, model, StandardCopyOption.ATOMIC_MOVE);
    }
    return model;
  }
}
