package org.sinter.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sinter.frontend.SharedData;
import org.sinter.frontend.onnx.proto.TensorFile;
import org.sinter.ir.Graph;
import org.sinter.ir.Param;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.interp.GraphInterpreter;

/** ONNX's own node tests, interpreted; those that fail are listed with the reason. */
class NodeTestsTest {
  /** Tests with an input that had to be bound to its value: shapes as tensors, axes, counts. */
  private static final int MOST_BOUND = 98;

  private int bound;

  @Test
  void allButTheListedPass() throws IOException {
    Map<String, String> failures = new TreeMap<>();
    int count = 0;
    for (Path directory : directories()) {
      count++;
      String failure = run(directory);
      if (failure != null) {
        failures.put(directory.getFileName().toString(), failure);
      }
    }
    String found =
        failures.entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining("\n"));
    assertEquals(listed(), failures.keySet(), found);
    assertEquals(737, count);
    assertTrue(bound <= MOST_BOUND, bound + " bound");
  }

  private static List<Path> directories() throws IOException {
    try (Stream<Path> files = Files.list(SharedData.find("onnx-node-tests"))) {
      return files.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static TreeSet<String> listed() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                NodeTestsTest.class.getResourceAsStream("node-tests-failing.txt"),
                StandardCharsets.UTF_8))) {
      return lines.lines().map(l -> l.split(":")[0]).collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** What is wrong, or null. */
  private String run(Path directory) {
    try {
      Path model = directory.resolve("model.onnx");
      Map<String, Tensor> inputs = inputs(model, directory);
      Map<String, Tensor> shapes = new LinkedHashMap<>(inputs);
      shapes.values().removeIf(t -> t.type().isFloat() && t.size() > 1);
      TreeSet<String> fixed = new TreeSet<>();
      Graph graph = OnnxReader.read(model, OnnxOptions.NONE, shapes, fixed);
      bound += fixed.isEmpty() ? 0 : 1;
      inputs.keySet().retainAll(graph.params().stream().map(Param::name).toList());
      return compare(directory, new ArrayList<>(GraphInterpreter.run(graph, inputs).values()));
    } catch (CompileException e) {
      return e.getMessage();
    }
  }

  private static Map<String, Tensor> inputs(Path model, Path directory) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    var names = org.sinter.frontend.onnx.proto.OnnxReader.read(model).graph().inputs();
    for (int i = 0; i < names.size(); i++) {
      Path file = directory.resolve("test_data_set_0/input_" + i + ".pb");
      inputs.put(names.get(i).name(), TensorFile.read(file).tensor());
    }
    return inputs;
  }

  private static String compare(Path directory, List<Tensor> results) {
    for (int i = 0; i < results.size(); i++) {
      Path file = directory.resolve("test_data_set_0/output_" + i + ".pb");
      String difference = Comparison.difference(TensorFile.read(file).tensor(), results.get(i));
      if (difference != null) {
        return "result " + i + ": " + difference;
      }
    }
    return null;
  }
}
