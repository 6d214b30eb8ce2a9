package org.sinter.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.frontend.onnx.OnnxReader;
import org.sinter.frontend.onnx.proto.TensorFile;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;

/** A test of ONNX's backend suite: {@code model.onnx} and one set of inputs and outputs. */
record NodeTest(Path directory) {
  private static final String DATA = "test_data_set_0/";

  String name() {
    return directory.getFileName().toString();
  }

  Path model() {
    return directory.resolve("model.onnx");
  }

  /** Inputs by the model's names. */
  Map<String, Tensor> inputs() {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    var declared = org.sinter.frontend.onnx.proto.OnnxReader.read(model()).graph().inputs();
    for (int i = 0; i < declared.size(); i++) {
      Path file = directory.resolve(DATA + "input_" + i + ".pb");
      if (Files.isRegularFile(file)) {
        inputs.put(declared.get(i).name(), TensorFile.read(file).tensor());
      }
    }
    return inputs;
  }

  /** Results in the model's order. */
  List<Tensor> expected() {
    List<Tensor> expected = new ArrayList<>();
    while (true) {
      Path file = directory.resolve(DATA + "output_" + expected.size() + ".pb");
      if (!Files.isRegularFile(file)) {
        return expected;
      }
      expected.add(TensorFile.read(file).tensor());
    }
  }

  /**
   * The graph; where a shape depends on the data of an input, that input takes its value, and its
   * name is added to {@code bound}: integers and single numbers only.
   */
  Graph graph(Map<String, Tensor> inputs, Set<String> bound) {
    Map<String, Tensor> offered = new LinkedHashMap<>(inputs);
    offered.values().removeIf(t -> t.type().isFloat() && t.size() > 1);
    return OnnxReader.read(model(), OnnxOptions.NONE, offered, bound);
  }
}
