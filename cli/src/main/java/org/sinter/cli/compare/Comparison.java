package org.sinter.cli.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.cli.JarFacts;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.JarContender;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.MadeUp;
import org.sinter.cli.data.Ports;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.metric.Candidate;
import org.sinter.cli.metric.Evaluation;
import org.sinter.cli.metric.Observed;
import org.sinter.cli.metric.Wanted;
import org.sinter.cli.report.Fields;
import org.sinter.codegen.jar.Progress;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;

/** Compiles all candidates, evaluates and times them, unit by unit of a {@link State}. */
public final class Comparison {
  /** Units of data where none are given. */
  private static final int MADE_UP = 32;

  private final Plan plan;
  private final State state;
  private final Progress progress;
  private int done;
  private int total;

  /** Writes a pipeline's jar. */
  @FunctionalInterface
  public interface Compile {
    void to(Choice choice, Path jar) throws IOException;
  }

  /** The data as the baseline takes it; null: there is none. */
  @FunctionalInterface
  public interface Data {
    Dataset of(Ports ports) throws IOException;
  }

  /**
   * What is asked for.
   *
   * @param passes of each choice the whole text
   * @param shapes none: those by default
   * @param level the CPU level to run; null: the best
   */
  public record Plan(
      List<Choice> choices,
      List<String> passes,
      List<String> shapes,
      List<Integer> threads,
      Blocks blocks,
      String level,
      Wanted wanted,
      Compile compile,
      Data data) {}

  /** What is said of a comparison besides its figures. */
  public record About(String model, String sinter, String machine) {}

  public Comparison(Plan plan, State state, Progress progress) {
    this.plan = plan;
    this.state = state;
    this.progress = progress;
  }

  public Findings run(About about) throws Exception {
    total = 2 * plan.choices.size();
    List<Sizes> sizes = new ArrayList<>();
    for (int i = 0; i < plan.choices.size(); i++) {
      progress.at("compile", done++, total);
      sizes.add(sizes(i));
    }
    try (JarContender baseline = load(0, threads())) {
      Ports ports = Ports.of(baseline.model());
      List<Shape> shapes = Shape.of(plan.shapes, ports.symbols(), ports.inputs());
      List<String> checks = JarFacts.read(jar(0)).checks();
      Dataset data = plan.data.of(ports);
      List<Sample> samples = samples(shapes, data, ports, new InputMaker(checks));
      total += samples.size() * plan.threads.size() * plan.blocks.rounds();
      Dataset seen = data == null ? MadeUp.of(ports, checks, shapes, MADE_UP) : data;
      return new Findings(
          about.model,
          about.sinter,
          about.machine,
          baseline.model().level(),
          words(seen),
          method(),
          results(sizes, baseline.model(), seen, samples),
          cells(samples));
    }
  }

  /** The shapes, then texts of the data as they come. */
  private static List<Sample> samples(
      List<Shape> shapes, Dataset data, Ports ports, InputMaker maker) {
    List<Sample> samples = new ArrayList<>();
    shapes.forEach(shape -> samples.add(Sample.of(shape, ports, maker)));
    if (data != null) {
      samples.add(Sample.of(data, ports));
    }
    return samples;
  }

  private List<Findings.Result> results(
      List<Sizes> sizes, Model baseline, Dataset data, List<Sample> samples) throws Exception {
    List<Findings.Result> results = new ArrayList<>();
    for (int i = 0; i < plan.choices.size(); i++) {
      progress.at("evaluate", done++, total);
      List<Figure> figures = figures(i, baseline, data);
      long bytes = runBytes(i, samples);
      results.add(
          new Findings.Result(
              plan.choices.get(i), plan.passes.get(i), sizes.get(i), bytes, figures));
    }
    return results;
  }

  private int threads() {
    return plan.threads.stream().mapToInt(n -> n).max().orElse(1);
  }

  private static String words(Dataset data) {
    String form = data.form().toString().toLowerCase(java.util.Locale.ROOT);
    return data.name() + " (" + data.units() + " " + (form.equals("labels") ? "texts" : form) + ")";
  }

  private String method() {
    return Verdict.text(
        "Times: %d rounds of blocks of %.2g s, all candidates in turns, rounds' medians and the"
            + " 99th of 100 runs; ratios with 95 %% bootstrap intervals over rounds, quality with"
            + " those over units; each interval for itself",
        plan.blocks.rounds(), plan.blocks.seconds());
  }

  private String slug(int index) {
    return index + "-" + Choice.slug(plan.choices.get(index).name());
  }

  private Path jar(int index) {
    Path given = plan.choices.get(index).jar();
    return given != null ? given : state.file(slug(index) + ".jar");
  }

  private Sizes sizes(int index) throws Exception {
    Path jar = jar(index);
    Choice choice = plan.choices.get(index);
    String unit = "compile-" + slug(index);
    if (choice.jar() == null && !Files.exists(jar)) {
      Files.deleteIfExists(state.file(unit + ".json"));
    }
    return Sizes.of(
        state.unit(
            unit,
            () -> {
              long start = System.nanoTime();
              if (choice.jar() == null) {
                plan.compile.to(choice, jar);
              }
              double seconds = (System.nanoTime() - start) / 1e9;
              return Sizes.of(jar, choice.jar() == null ? seconds : Double.NaN).json();
            }));
  }

  private JarContender load(int index, int threads) {
    return JarContender.load(plan.choices.get(index).name(), jar(index), threads, plan.level);
  }

  private List<Figure> figures(int index, Model baseline, Dataset data) throws Exception {
    Fields fields =
        state.unit(
            "quality-" + slug(index),
            () -> {
              try (JarContender own = load(index, threads())) {
                return Map.of("figures", evaluate(index, own.model(), baseline, data));
              }
            });
    List<Figure> figures = new ArrayList<>();
    for (Fields figure : fields.objects("figures")) {
      figures.add(Figure.of(figure));
    }
    return figures;
  }

  /** With the baseline as a candidate of its own, so that differences are of the same units. */
  private List<Map<String, Object>> evaluate(int index, Model own, Model baseline, Dataset data)
      throws Exception {
    Candidate reference = Candidate.of(plan.choices.get(0).name(), baseline);
    Candidate candidate = Candidate.of(plan.choices.get(index).name(), own);
    List<Candidate> both = index == 0 ? List.of(reference) : List.of(reference, candidate);
    List<List<Observed>> all = Evaluation.run(data, both, reference, plan.wanted);
    List<Map<String, Object>> figures = new ArrayList<>();
    for (int i = 0; i < all.get(0).size(); i++) {
      Observed first = all.get(0).get(i);
      Figure figure = index == 0 ? Figure.of(first, null) : Figure.of(all.get(1).get(i), first);
      figures.add(figure.json());
    }
    return figures;
  }

  /** Of the sample that takes most, with most threads. */
  private long runBytes(int index, List<Sample> samples) throws Exception {
    long most = 0;
    for (Sample sample : samples) {
      String unit = "memory-" + Choice.slug(sample.name()) + "-" + slug(index);
      Fields fields = state.unit(unit, () -> Map.of("bytes", heldBytes(jar(index), sample)));
      most = Math.max(most, fields.integer("bytes"));
    }
    return most;
  }

  /** What a model holds after its first run is what the run took. */
  private long heldBytes(Path jar, Sample sample) {
    Options options = Options.defaults().withThreads(threads()).withRetainedBytes(Long.MAX_VALUE);
    options = plan.level == null ? options : options.withLevel(plan.level);
    try (Model model = Model.load(jar, options)) {
      model.run(sample.inputs(Ports.of(model)));
      return model.heldBytes();
    }
  }

  private List<Cell> cells(List<Sample> samples) throws Exception {
    List<Cell> cells = new ArrayList<>();
    Timing.Opener opener =
        threads -> {
          List<JarContender> all = new ArrayList<>();
          for (int i = 0; i < plan.choices.size(); i++) {
            all.add(load(i, threads));
          }
          return all;
        };
    Runnable each = () -> progress.at("measure", done++, total);
    try (Timing timing = new Timing(state, plan.blocks, opener, each)) {
      for (int threads : plan.threads) {
        for (Sample sample : samples) {
          cells.add(timing.cell(sample, threads));
        }
      }
    }
    return cells;
  }
}
