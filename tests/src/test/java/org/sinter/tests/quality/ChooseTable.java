package org.sinter.tests.quality;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sinter.cli.Executors;
import org.sinter.cli.HostJar;
import org.sinter.cli.HostLevel;
import org.sinter.cli.Sinter;
import org.sinter.cli.choose.Distance;
import org.sinter.cli.choose.Place;
import org.sinter.cli.choose.Race;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.tests.quality.Choosable.Cases;

/**
 * {@code sinter choose} on one model after the other, each on its first case, and what the chosen
 * pipeline is then: its time beside {@code standard} in {@code -Drounds=15} rounds of its own by
 * one and two threads, and its error on the other cases. A place whose interval lies below 1 is
 * measured once more, which decides. Arguments: names of {@link Choosable}; default all encoders
 * and trained models. Each model's row is a file in {@code -Dsinter.choose=DIR} (default {@code
 * choose.state}) and is not measured again; {@code -Dseconds=0.1} is the length of a block.
 */
final class ChooseTable {
  private static final String PIPELINE =
      System.getProperty("pipeline", "standard, quantize {choose = auto, least = 256}");
  private static final Path DIRECTORY =
      Path.of(System.getProperty("sinter.choose", "choose.state"));
  private static final List<Integer> THREADS = List.of(1, 2);
  private static final Blocks BLOCKS =
      new Blocks(
          Integer.getInteger("rounds", 15),
          Double.parseDouble(System.getProperty("seconds", "0.1")));

  private ChooseTable() {}

  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(DIRECTORY);
    List<Choosable> models = Choosable.of(List.of(arguments));
    for (Choosable model : models) {
      Path row = DIRECTORY.resolve(model.file() + ".md");
      if (!Files.exists(row)) {
        Files.writeString(row, row(model));
      }
    }
    System.out.println(
        "| model | left | `standard` / chosen: least | greatest | slower | error, up to elsewhere"
            + " | elsewhere | within |");
    System.out.println("|---|---|---|---|---:|---|---:|---|");
    for (Choosable model : models) {
      System.out.println(Files.readString(DIRECTORY.resolve(model.file() + ".md")).strip());
    }
  }

  private static String row(Choosable model) throws Exception {
    Path file = DIRECTORY.resolve(model.file() + ".pipeline");
    Cases cases = model.cases(DIRECTORY);
    if (!Files.exists(file)) {
      choose(model.model(), cases.first(), file);
    }
    String text = Files.readString(file);
    return text.contains("quantize")
        ? "| " + model.name() + " | " + left(text) + " | " + measured(model, file, cases) + " |"
        : "| " + model.name() + " | everything | | | 0 | 0 | 0 | yes |";
  }

  private static void choose(Path model, Path data, Path out) throws IOException {
    List<String> command =
        List.of(
            "choose",
            model.toString(),
            "--data",
            data.toString(),
            "-o",
            out.toString(),
            "--pipeline",
            PIPELINE,
            "--threads",
            "1,2",
            "--rounds",
            "" + BLOCKS.rounds(),
            "--seconds",
            "" + BLOCKS.seconds());
    if (Sinter.commandLine().execute(command.toArray(String[]::new)) != 0) {
      throw new IOException("choose failed for " + model);
    }
  }

  /** How many groups or single weights were measured and left. */
  private static String left(String text) {
    long reasons = text.lines().filter(l -> l.matches("// left: (?!\\d+ where).*")).count();
    return reasons == 0 ? "nothing" : "" + reasons;
  }

  /** Beside the model without, on cases that choose did not see. */
  private record Measured(List<Blocks.Result> results, String pipeline, double error) {
    private static final Pattern STATED =
        Pattern.compile("// error (\\S+), up to (\\S+) elsewhere");

    @Override
    public String toString() {
      Matcher stated = STATED.matcher(pipeline);
      if (!stated.find()) {
        throw new IllegalStateException("no error stated in " + pipeline);
      }
      return String.format(
          Locale.ROOT,
          "%s | %s | %d of %d | %s, %s | %.1e | %s",
          text(results.get(0)),
          text(results.get(results.size() - 1)),
          results.stream().filter(r -> r.high() < 1).count(),
          results.size(),
          stated.group(1),
          stated.group(2),
          error,
          error <= Double.parseDouble(stated.group(2)) ? "yes" : "no");
    }

    private static String text(Blocks.Result r) {
      return String.format(Locale.ROOT, "%.3fx [%.3f, %.3f]", r.ratio(), r.low(), r.high());
    }
  }

  private static Measured measured(Choosable model, Path pipeline, Cases cases) throws Exception {
    Options options = Options.defaults();
    try (HostJar standard = jar(model.model(), "standard");
        HostJar chosen = jar(model.model(), pipeline.toString());
        Model a = standard.load(options);
        Model b = chosen.load(options)) {
      Dataset first = cases.dataset(cases.first());
      List<Blocks.Result> results = new ArrayList<>();
      for (Place place : Place.of(a, standard.checks(), List.of(), first, THREADS)) {
        results.add(result(List.of(standard, chosen), place, options));
        System.err.println(model.name() + results.get(results.size() - 1) + " at " + place);
      }
      results.sort(Comparator.comparingDouble(Blocks.Result::ratio));
      double worst = 0;
      for (Path other : cases.others()) {
        worst = Math.max(worst, Distance.of(a, b, cases.dataset(other)).error());
      }
      return new Measured(results, Files.readString(pipeline), worst);
    }
  }

  private static Blocks.Result result(List<HostJar> jars, Place place, Options options)
      throws Exception {
    Blocks.Result result = Race.run(jars, place, options, BLOCKS).get(0);
    return result.high() < 1 ? Race.run(jars, place, options, BLOCKS).get(0) : result;
  }

  private static HostJar jar(Path model, String pipeline) throws IOException {
    try (Executors executors = Executors.of(model, pipeline, HostLevel.best())) {
      return HostJar.of(executors.improved());
    }
  }
}
