package org.sinter.tests.files;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.frontend.onnx.OnnxReader;
import org.sinter.frontend.onnx.write.OnnxWriter;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;

/** Every graph of {@code files} gives the same numbers when it is written as ONNX and read back. */
class OnnxWriterTest {
  private static final double TOLERANCE = 1e-5;

  /** File → why ONNX cannot say it, or why it is not read back. */
  private static final Map<String, String> EXCEPTIONS =
      Map.of("op/bitcast.ir", "ONNX reads bits as another type from opset 26 on only");

  @TempDir static Path directory;

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    return FileTests.find(".ir")
        .filter(f -> isGraph(f))
        .map(f -> dynamicTest(FileTests.ROOT.relativize(f).toString(), () -> same(f)));
  }

  private static boolean isGraph(Path file) {
    try {
      FileTest test = FileTest.read(file);
      String name = FileTests.ROOT.relativize(file).toString();
      return !test.isError() && !EXCEPTIONS.containsKey(name);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void same(Path file) throws IOException {
    FileTest test = FileTest.read(file);
    Graph graph = IrReader.graph(file, test.before());
    Path onnx = Files.createTempFile(directory, "graph", ".onnx");
    OnnxWriter.write(onnx, graph, false);
    Map<String, Tensor> inputs = Inputs.of(graph, test.sizes(), 1);
    Set<String> bound = new HashSet<>();
    Graph read = OnnxReader.read(onnx, OnnxOptions.NONE, inputs, bound);
    Map<String, Tensor> left = new LinkedHashMap<>(inputs);
    left.keySet().retainAll(read.params().stream().map(p -> p.name()).toList());
    SameNumbers.check(
        GraphInterpreter.run(graph, inputs), GraphInterpreter.run(read, left), TOLERANCE);
  }
}
