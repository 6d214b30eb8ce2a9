package org.sinter.cli.calibrate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.passes.Activations;
import org.sinter.passes.Gram;
import org.sinter.passes.Statistics;

/** Keeps what is measured, by the graph at its stage, to be written as a file. */
public final class Recorder implements Activations {
  private final Activations measured;
  private final Map<String, Map<String, Statistics>> stages = new LinkedHashMap<>();
  private final HeapBudget budget = HeapBudget.half();
  private Stage last;

  public Recorder(Activations measured) {
    this.measured = measured;
  }

  /** How many graphs statistics were taken of. */
  public int stages() {
    return stages.size();
  }

  /** Of how many values. */
  public int values() {
    return stages.values().stream().mapToInt(Map::size).sum();
  }

  @Override
  public Map<Value, Statistics> of(Graph graph, Collection<? extends Value> values, Detail detail) {
    last = last != null && last.graph() == graph ? last : new Stage(graph);
    Map<String, Statistics> kept = stages.computeIfAbsent(last.hash(), h -> new TreeMap<>());
    Set<Value> missing = new LinkedHashSet<>();
    for (Value value : values) {
      Statistics known = kept.get(last.place(value));
      if (known == null || detail == Detail.GRAM && known.gram() == null) {
        missing.add(value);
      }
    }
    measured.of(graph, missing, detail).forEach((v, found) -> keep(kept, last.place(v), found));
    Map<Value, Statistics> all = new LinkedHashMap<>();
    values.forEach(value -> all.put(value, kept.get(last.place(value))));
    return all;
  }

  private void keep(Map<String, Statistics> kept, String place, Statistics found) {
    kept.put(place, found);
    if (!budget.take(found.gram() == null ? 0 : Gram.elements(found.channels()) * Double.BYTES)) {
      throw new CompileException(
          Location.of("calibration"),
          "the Gram matrices that the pipeline asks for are over half of the heap",
          "java -Xmx gives more");
    }
  }

  /** Writes all of it; {@code about} says in words what was measured. */
  public void write(Path file, Map<String, String> about) {
    new RecordFile(file).write(stages, about);
  }

  /** Hashes of the graphs, in the order in which they were measured. */
  List<String> hashes() {
    return new ArrayList<>(stages.keySet());
  }
}
