package org.sinter.cli.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sinter.cli.data.Batch;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Form;
import org.sinter.cli.data.Ports;
import org.sinter.runtime.TensorSpec;

/** Candidates on all of a data set, with the reference beside them, batch by batch. */
public final class Evaluation {
  private Evaluation() {}

  /**
   * For each candidate its metrics, in the same order for all.
   *
   * @param reference what fidelity is measured to; null: results that the data states, if any
   */
  public static List<List<Observed>> run(
      Dataset data, List<Candidate> candidates, Candidate reference, Wanted wanted)
      throws Exception {
    List<List<Task>> tasks = new ArrayList<>();
    List<Iterator<Batch>> batches = new ArrayList<>();
    for (Candidate candidate : candidates) {
      tasks.add(tasks(data, candidate.ports(), reference != null, wanted));
      batches.add(data.batches(candidate.ports()).iterator());
    }
    Ports ports = reference == null ? candidates.get(0).ports() : reference.ports();
    for (Batch batch : data.batches(ports)) {
      Task.Seen expected =
          new Task.Seen(
              batch, reference == null ? batch.expected() : reference.run().of(batch.inputs()));
      for (int i = 0; i < candidates.size(); i++) {
        Task.Seen found = seen(candidates.get(i), batches.get(i).next(), batch);
        tasks.get(i).forEach(task -> task.see(found, expected));
      }
    }
    return tasks.stream()
        .map(own -> own.stream().flatMap(task -> task.observed().stream()).toList())
        .toList();
  }

  private static Task.Seen seen(Candidate candidate, Batch batch, Batch reference)
      throws Exception {
    if (!Arrays.equals(batch.units(), reference.units())) {
      throw new IllegalArgumentException(
          candidate.name() + " takes batches of other rows than the reference");
    }
    return new Task.Seen(batch, candidate.run().of(batch.inputs()));
  }

  private static List<Task> tasks(Dataset data, Ports ports, boolean reference, Wanted wanted) {
    Set<Wanted.Kind> kinds =
        wanted.tasks() != null
            ? new LinkedHashSet<>(wanted.tasks())
            : deduced(data.form(), ports, reference);
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException(
          data.name() + ": nothing is known of its texts; a reference is needed to compare with");
    }
    return kinds.stream().flatMap(kind -> tasks(kind, data, ports, wanted)).toList();
  }

  /** Known scores, classes or next tokens first, then fidelity. */
  private static Set<Wanted.Kind> deduced(Form form, Ports ports, boolean reference) {
    Set<Wanted.Kind> kinds = new LinkedHashSet<>();
    switch (form) {
      case PAIRS -> kinds.add(Wanted.Kind.SIMILARITY);
      case LABELS -> kinds.add(Wanted.Kind.CLASSIFICATION);
      case IDS -> {
        if (Outputs.real(ports).stream().anyMatch(o -> Outputs.isNamed(o.name(), "logits"))) {
          kinds.add(Wanted.Kind.PERPLEXITY);
        }
      }
      default -> {}
    }
    if (reference || form == Form.TENSORS) {
      kinds.add(Wanted.Kind.FIDELITY);
    }
    return kinds;
  }

  private static Stream<Task> tasks(Wanted.Kind kind, Dataset data, Ports ports, Wanted wanted) {
    List<TensorSpec> real = Outputs.real(ports);
    return kind == Wanted.Kind.FIDELITY && wanted.all() && !real.isEmpty()
        ? real.stream().map(output -> fidelity(data, ports, output.name()))
        : Stream.of(task(kind, data, ports, wanted.output()));
  }

  private static Task task(Wanted.Kind kind, Dataset data, Ports ports, String asked) {
    return switch (kind) {
      case SIMILARITY -> new Similarity(Outputs.choose(ports, asked, "embedding", 3), data);
      case CLASSIFICATION -> new Classification(Outputs.choose(ports, asked, "logits", 2), data);
      case PERPLEXITY ->
          new Perplexity(Outputs.choose(ports, asked, "logits", 3), ports, data.units());
      case FIDELITY -> fidelity(data, ports, asked);
    };
  }

  private static Task fidelity(Dataset data, Ports ports, String asked) {
    String output = Outputs.choose(ports, asked, "logits", 0);
    TensorSpec spec =
        ports.outputs().stream().filter(o -> o.name().equals(output)).findFirst().orElse(null);
    boolean logits =
        Outputs.isNamed(output, "logits")
            || data.form() == Form.LABELS && spec != null && spec.shape().size() == 2;
    return new Fidelity(output, logits, data.units());
  }
}
