package org.sinter.tests.tour;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.sinter.cli.Compiler;
import org.sinter.cli.Sinter;
import org.sinter.codegen.LevelModule;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.frontend.onnx.OnnxOptions;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.Graph;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.text.GraphPrinter;
import org.sinter.ir.text.KernelPrinter;
import org.sinter.ir.text.ProgramPrinter;
import org.sinter.ir.text.Records;
import org.sinter.passes.Context;
import org.sinter.passes.Pipeline;
import org.sinter.passes.Pipelines;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/** What a model of two layers looks like in each room. */
final class Tour {
  private static final Path MODEL = Path.of("src/test/resources/tour/encoder.ir").toAbsolutePath();
  private static final CpuLevel LEVEL = CpuLevel.V3;
  private static final int BATCH = 2;
  private static final int SEQ = 3;

  private final Path directory;
  private final Map<String, String> dumps = new LinkedHashMap<>();

  private Tour(Path directory) {
    this.directory = directory;
  }

  /** Texts by the names that the essay uses. */
  static Map<String, String> dumps(Path directory) throws IOException {
    Tour tour = new Tour(directory);
    Graph read = Compiler.read(MODEL, OnnxOptions.NONE);
    tour.graph("read", read);
    Graph improved = tour.passes(read);
    tour.graph("improved", improved);
    tour.kernels(Compiler.lower(improved, Set.of(LEVEL)).at(LEVEL));
    Path jar = tour.jar();
    tour.run(jar, read);
    return tour.dumps;
  }

  /** The first lines of constants and all of the first layer. */
  private void graph(String name, Graph graph) {
    List<String> shown = new ArrayList<>();
    int constants = 0;
    boolean inSecondLayer = false;
    for (String line : GraphPrinter.print(graph).strip().lines().toList()) {
      boolean constant = line.contains(" = constant ");
      inSecondLayer |= !constant && line.contains("%l1_");
      constants += constant ? 1 : 0;
      boolean last = line.startsWith("  return") || line.startsWith("}");
      if (constants == 4 && constant || inSecondLayer && !shown.contains("  …") && !constant) {
        shown.add("  …");
      }
      if (last || !inSecondLayer && (!constant || constants < 4)) {
        shown.add(line);
      }
    }
    dumps.put(name, String.join("\n", shown));
    Map<String, Integer> ops = new TreeMap<>();
    graph.nodes().forEach(n -> ops.merge(Records.name(n.op().getClass()), 1, Integer::sum));
    dumps.put(name + "-ops", graph.nodes().size() + " nodes: " + counted(ops));
  }

  private static String counted(Map<String, Integer> ops) {
    return ops.entrySet().stream()
        .map(e -> e.getValue() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private Graph passes(Graph graph) {
    List<String> steps = new ArrayList<>();
    Pipeline<Graph> pipeline =
        Pipelines.graphPipeline(
                "standard", PipelineReader.read("standard", Pipelines.standardText()).steps())
            .watchedBy(
                step -> {
                  String nodes =
                      step.changed() ? step.after().nodes().size() + " nodes" : "nothing to do";
                  steps.add(
                      String.format("%02d %-18s %s", step.number(), step.pass().name(), nodes));
                  return true;
                });
    Graph improved = Compiler.improve(graph, pipeline, Context.silent());
    dumps.put("passes", String.join("\n", steps));
    return improved;
  }

  private void kernels(Program program) {
    List<String> text = ProgramPrinter.print(program).strip().lines().toList();
    List<String> calls = text.subList(text.lastIndexOf("  }") + 1, text.size() - 1);
    String arena = text.stream().filter(l -> l.startsWith("  arena ")).findFirst().orElseThrow();
    dumps.put("calls", arena + "\n" + String.join("\n", calls));
    for (String kernel : List.of("map", "layer-norm", "product")) {
      dumps.put("kernel-" + kernel, kernel(program, kernel));
    }
    String module = LevelModule.emit(program, LEVEL);
    int start = module.indexOf("define internal void @body_map");
    dumps.put("llvm", module.substring(start, module.indexOf("\n}", start) + 2));
  }

  /** The first kernel of that kind; of long ones the beginning. */
  private static String kernel(Program program, String kind) {
    List<String> lines =
        program.kernels().stream()
            .filter(k -> k.name().startsWith(kind))
            .findFirst()
            .map(k -> KernelPrinter.print(k).strip().lines().toList())
            .orElseThrow();
    return lines.size() <= 60
        ? String.join("\n", lines)
        : String.join("\n", lines.subList(0, 40)) + "\n… " + (lines.size() - 40) + " more lines";
  }

  private Path jar() throws IOException {
    Path jar = directory.resolve("encoder.jar");
    int code =
        Sinter.commandLine()
            .execute(
                "compile",
                MODEL.toString(),
                "-o",
                jar.toString(),
                "--target",
                "linux-x86_64",
                "--target",
                "linux-aarch64");
    if (code != 0) {
      throw new AssertionError("compile exited with " + code);
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      dumps.put(
          "jar",
          zip.stream()
              .map(
                  e -> (e.getMethod() == ZipEntry.STORED ? "stored   " : "deflated ") + e.getName())
              .sorted()
              .collect(Collectors.joining("\n")));
    }
    return jar;
  }

  private void run(Path jar, Graph graph) {
    long[] tokens = {1, 5, 3, 7, 2, 0};
    long[] mask = {1, 1, 1, 1, 1, 0};
    Options options = Options.defaults().withCache(directory);
    try (Model model = Model.load(jar, options)) {
      float[] hidden =
          model
              .run(
                  Map.of(
                      "tokens", Tensor.of(tokens, BATCH, SEQ), "mask", Tensor.of(mask, BATCH, SEQ)))
              .get("hidden")
              .floats();
      same(hidden, interpret(graph, tokens, mask));
      dumps.put("run", firstOf(hidden));
    }
  }

  private static org.sinter.ir.Tensor interpret(Graph graph, long[] tokens, long[] mask) {
    return GraphInterpreter.run(graph, Map.of("tokens", integers(tokens), "mask", integers(mask)))
        .get("hidden");
  }

  private static org.sinter.ir.Tensor integers(long[] values) {
    var tensor = org.sinter.ir.Tensor.allocate(org.sinter.ir.DType.I64, BATCH, SEQ);
    for (int i = 0; i < values.length; i++) {
      tensor.set(i, values[i]);
    }
    return tensor;
  }

  /** Native code agrees with the interpreter of the graph as it was read. */
  private static void same(float[] hidden, org.sinter.ir.Tensor expected) {
    for (int i = 0; i < hidden.length; i++) {
      if (!(Math.abs(hidden[i] - expected.real(i)) <= 1e-5)) {
        throw new AssertionError(i + ": " + hidden[i] + ", expected " + expected.real(i));
      }
    }
  }

  private static String firstOf(float[] hidden) {
    int width = hidden.length / (BATCH * SEQ);
    List<String> rows = new ArrayList<>();
    for (int t = 0; t < BATCH * SEQ; t++) {
      StringBuilder row = new StringBuilder("hidden[" + t / SEQ + ", " + t % SEQ + "] =");
      for (int j = 0; j < 5; j++) {
        row.append(String.format(java.util.Locale.ROOT, " %6.3f", hidden[t * width + j]));
      }
      rows.add(row + " …");
    }
    return String.join("\n", rows);
  }
}
