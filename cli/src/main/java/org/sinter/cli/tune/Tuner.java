package org.sinter.cli.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.sinter.cli.Compiler;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.frontend.file.Replacement;
import org.sinter.ir.Graph;
import org.sinter.passes.lower.Knob;
import org.sinter.passes.lower.Schedule;
import org.sinter.passes.lower.Tile;
import org.sinter.passes.lower.Tuning;

/**
 * Searches schedules for a model's products within some time, and keeps the record up to date: the
 * heaviest product's is that of all products with weights of its type, others start from it.
 */
public final class Tuner {
  /** One row and one vector at a time, nothing prefetched. */
  private static final Map<Knob, Integer> NAIVE =
      Map.of(
          Knob.ROWS, 1,
          Knob.VECTORS, 1,
          Knob.CHUNK, 8,
          Knob.BLOCK, 1,
          Knob.AHEAD, 0,
          Knob.QUERIES, 1);

  private final Settings settings;
  private final Path directory;
  private final Consumer<String> out;
  private final Progress progress;
  private final long end;
  private Tuning record;

  /**
   * What the search is told.
   *
   * @param file the record, read if it is there
   * @param header comment at the record's head
   * @param rows numbers of rows that products are measured on
   * @param naive whether it starts from one row and one vector, not from the shipped schedules
   */
  public record Settings(
      Path file, String header, List<Integer> rows, double minutes, boolean naive) {
    int[] rowCounts() {
      return rows.stream().mapToInt(i -> i).toArray();
    }
  }

  /**
   * @param directory where trials are compiled
   */
  public Tuner(Settings settings, Path directory, Consumer<String> out, Progress progress)
      throws IOException {
    this.settings = settings;
    this.directory = directory;
    this.out = out;
    this.progress = progress;
    this.end = System.nanoTime() + (long) (settings.minutes * 60e9);
    this.record = Files.exists(settings.file) ? Compiler.tuning(settings.file) : Tuning.NONE;
  }

  /** The record after the search. */
  public Tuning run(Graph model, List<CpuLevel> levels) throws IOException {
    List<Subject> subjects = Subject.of(model);
    int left = levels.size() * subjects.size();
    for (CpuLevel level : levels) {
      for (Subject subject : subjects) {
        search(level, subject, isHeaviest(subject, subjects), share(left--));
      }
    }
    return record;
  }

  /** An equal part of what time is left. */
  private long share(int searches) {
    long now = System.nanoTime();
    return now + (end - now) / searches;
  }

  /** Among the products with weights of the same type. */
  private static boolean isHeaviest(Subject subject, List<Subject> subjects) {
    return subject.product() != null
        && subjects.stream()
            .filter(s -> s.product() != null && s.product().type() == subject.product().type())
            .findFirst()
            .orElseThrow()
            .equals(subject);
  }

  private void search(CpuLevel level, Subject subject, boolean heaviest, long until)
      throws IOException {
    Tuning.Entry before = record.find(level.name(), subject.product());
    if (before != null && before.finished()) {
      out.accept(level + " " + subject + ": finished before");
      return;
    }
    Tile start = start(level, subject);
    keep(level, subject, heaviest, start, false);
    Race race = new Race(settings.rowCounts(), 7, 0.003);
    Search search =
        new Search(
            subject,
            level,
            race,
            directory,
            () -> goesOn(level, subject, until),
            tile -> keep(level, subject, heaviest, tile, false));
    boolean finished = search.run(start);
    Tuning.Entry found = record.find(level.name(), subject.product());
    keep(level, subject, heaviest, start.with(found.knobs()), finished);
    out.accept(
        String.format(
            "%s: %.2fx as fast, %d candidates",
            record.find(level.name(), subject.product()),
            1 / search.gained(),
            search.candidates()));
  }

  private boolean goesOn(CpuLevel level, Subject subject, long until) {
    long now = System.nanoTime();
    long total = (long) (settings.minutes * 60e9);
    progress.at(level + " " + subject, Math.min(total, total - (end - now)), total);
    return now < until;
  }

  /** What the record says; of products that it is silent about, the heaviest one's. */
  private Tile start(CpuLevel level, Subject subject) {
    Schedule shipped = Compiler.schedule(level, Tuning.shipped());
    boolean product = subject.product() != null;
    Tile plain = product ? shipped.product(subject.product()) : shipped.tile();
    Schedule known = record.at(level.name(), plain);
    boolean nothing = known.entries().stream().noneMatch(e -> (e.product() != null) == product);
    if (settings.naive && nothing) {
      return plain.with(NAIVE);
    }
    return product ? known.product(subject.product()) : known.tile();
  }

  private void keep(
      CpuLevel level, Subject subject, boolean heaviest, Tile tile, boolean finished) {
    Map<Knob, Integer> knobs = new EnumMap<>(tile.knobs());
    knobs.keySet().retainAll(subject.knobs());
    if (heaviest) {
      Tuning.Product all = new Tuning.Product(subject.product().type(), 0, 0);
      record = record.with(new Tuning.Entry(level.name(), all, knobs, false));
    }
    record = record.with(new Tuning.Entry(level.name(), subject.product(), knobs, finished));
    save();
  }

  private void save() {
    Replacement.write(settings.file, "# " + settings.header + "\n" + record);
  }
}
