package org.sinter.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.sinter.cli.bench.Bench;
import org.sinter.cli.compare.Choice;
import org.sinter.cli.compare.Comparison;
import org.sinter.cli.compare.Findings;
import org.sinter.cli.compare.State;
import org.sinter.cli.data.Tokenizer;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sinter compare MODEL --pipelines A,B --data F}. */
@Command(
    name = "compare",
    description = {
      "Compiles a model by several pipelines and says which is best here: size, speed, memory,",
      "quality, and which differences are significant. The first pipeline is the baseline.",
      "Killed and started again it goes on where it was. Let nothing else run meanwhile."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter compare model.onnx --data stsb-dev.csv --html compare.html",
      "  sinter compare model.onnx --pipelines standard,bf16,int8 --shape batch=1,seq=32",
      "  sinter compare model.onnx --pipelines \"standard; both = int8, pack-tokens; old.jar\""
    })
final class CompareCommand implements Callable<Integer> {
  @Mixin ModelSource source;
  @Mixin DataOptions dataOptions;
  @Mixin MetricOptions metrics;
  @Mixin CompareOptions options;
  @Spec CommandSpec spec;

  @Option(
      names = "--pipelines",
      defaultValue = "standard,bf16,int8,int4-weights,packed",
      paramLabel = "P,..",
      description = {
        "Names, files or passes as text, and model jars (.jar); default ${DEFAULT-VALUE}.",
        "Separated by semicolons where passes have commas; NAME = before one names it."
      })
  String pipelines;

  @Option(
      names = "--data",
      paramLabel = "F",
      description = "What quality is measured on, as of sinter evaluate; default: made-up inputs.")
  Path data;

  @Override
  public Integer call() throws Exception {
    List<Choice> choices = Choice.parse(pipelines);
    check(choices);
    List<String> passes = choices.stream().map(this::passes).toList();
    Path directory = options.directory();
    try (State state = State.open(directory, inputs(choices, passes), options.fresh)) {
      options.write(found(state, choices, passes), spec.commandLine().getOut());
      if (state.kept() > 0) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(directory + ": " + state.kept() + " parts were finished before");
      }
    } finally {
      options.clean(directory);
    }
    return 0;
  }

  private Findings found(State state, List<Choice> choices, List<String> passes) throws Exception {
    HostLevel.best(); // LLVM is loaded before anything is timed
    try (Bar bar = new Bar()) {
      return new Comparison(plan(choices, passes), state, bar).run(about());
    }
  }

  private void check(List<Choice> choices) throws IOException {
    List<Path> files = new ArrayList<>(List.of(source.model));
    choices.stream().filter(c -> c.jar() != null).forEach(c -> files.add(c.jar()));
    if (data != null) {
      files.add(data);
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        throw new NoSuchFileException(file.toString());
      }
    }
  }

  private ModelInput input(Choice choice) {
    return source.with(source.model, choice.pipeline());
  }

  private String passes(Choice choice) {
    return choice.jar() != null ? "model jar " + choice.jar() : input(choice).text().toString();
  }

  private Comparison.Plan plan(List<Choice> choices, List<String> passes) {
    return new Comparison.Plan(
        choices,
        passes,
        options.shapes,
        options.timing.threads(),
        options.timing.blocks(),
        options.timing.level,
        metrics.wanted(),
        this::compile,
        ports -> data == null ? null : dataOptions.read(data, source.model, ports));
  }

  private Comparison.About about() {
    return new Comparison.About(
        source.model.getFileName().toString(), Version.NUMBER, Bench.machine());
  }

  /** For this system with all its levels: what would be shipped for it. */
  private void compile(Choice choice, Path jar) throws IOException {
    Map<System, List<CpuLevel>> host = Map.of(System.LINUX_X86_64, System.LINUX_X86_64.levels());
    ModelInput input = input(choice);
    Compilation compilation = new Compilation(input, host, Progress.NONE);
    Path tokenizer = Tokenizer.beside(source.model);
    compilation.write(compilation.graph(input.pipeline()), jar, "model", tokenizer);
  }

  /** All that figures depend on; more rounds, shapes and threads only add to them. */
  private Map<String, String> inputs(List<Choice> choices, List<String> passes) throws IOException {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("sinter", Version.NUMBER + ", build " + Build.hash());
    inputs.put("machine", Bench.machine());
    inputs.put("model", hash(source.model));
    inputs.put("dims", source.dims.toString());
    for (Path statistics : source.calibrate) {
      inputs.put("statistics " + statistics, hash(statistics));
    }
    for (int i = 0; i < choices.size(); i++) {
      Path jar = choices.get(i).jar();
      String text = choices.get(i).name() + "\n" + passes.get(i);
      inputs.put("pipeline " + i, jar == null ? text : text + " " + hash(jar));
    }
    inputs.put("data", data == null ? "" : data + " " + hash(data));
    Path tokenizer =
        dataOptions.tokenizer != null ? dataOptions.tokenizer : Tokenizer.beside(source.model);
    inputs.put("tokenizer", data == null || tokenizer == null ? "" : hash(tokenizer));
    inputs.put("data options", dataOptions + " " + metrics);
    inputs.put(
        "measuring", "blocks of " + options.timing.seconds + " s, level " + options.timing.level);
    return inputs;
  }

  /** Of a file, or of all files of a directory. */
  private static String hash(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return ModelInfo.Source.of(path).sha256();
    }
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(path)) {
      for (Path file :
          files.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList()) {
        all.append(file.getFileName() + " " + ModelInfo.Source.of(file).sha256() + "\n");
      }
    }
    return all.toString();
  }
}
