package org.sinter.cli.calibrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.file.Failure;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.passes.Activations;
import org.sinter.passes.Statistics;

/** Statistics from files of {@code sinter calibrate}, for the graphs that they were taken of. */
public final class Recorded implements Activations {
  private final List<Opened> files = new ArrayList<>();
  private final Activations otherwise;
  private Stage last;

  /** A file whose header is read; tensors are read when they are asked for. */
  private record Opened(RecordFile file, Safetensors read, Map<String, Integer> stages) {}

  public Recorded(List<Path> files) {
    this(files, null);
  }

  /** {@code otherwise}: who is asked for graphs that no file knows. */
  public Recorded(List<Path> files, Activations otherwise) {
    this.otherwise = otherwise;
    for (Path path : files) {
      RecordFile file = new RecordFile(path);
      Safetensors read = Safetensors.read(path);
      this.files.add(new Opened(file, read, file.stages(read)));
    }
  }

  private Opened opened(Stage stage) {
    return files.stream().filter(f -> f.stages.containsKey(stage.hash())).findFirst().orElse(null);
  }

  @Override
  public Map<Value, Statistics> of(Graph graph, Collection<? extends Value> values, Detail detail) {
    last = last != null && last.graph() == graph ? last : new Stage(graph);
    Opened opened = opened(last);
    if (opened == null && otherwise != null) {
      return otherwise.of(graph, values, detail);
    }
    if (opened == null) {
      throw other(files.get(0), "calibrated for another model or pipeline");
    }
    String number = opened.stages.get(last.hash()) + ".";
    Map<Value, Statistics> all = new LinkedHashMap<>();
    for (Value value : values) {
      String name = number + last.place(value) + ".";
      boolean gram = detail == Detail.GRAM;
      Statistics found = opened.file.statistics(opened.read, name, Taps.channels(value), gram);
      if (found == null || gram && found.gram() == null) {
        throw other(opened, "calibrated for another pipeline: nothing of " + value);
      }
      all.put(value, found);
    }
    return all;
  }

  private CompileException other(Opened opened, String reason) {
    String measured = opened.read.metadata().getOrDefault("pipeline", "unknown");
    return Failure.at(opened.file.file(), "", reason + "; it was measured for: " + measured);
  }
}
