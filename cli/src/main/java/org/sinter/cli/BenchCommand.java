package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.bench.Bench;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Report;
import org.sinter.cli.bench.ReportJson;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.measure.Blocks;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sinter bench MODEL.jar}. */
@Command(
    name = "bench",
    description = {
      "Measures a model jar beside the machine's limits, ONNX Runtime and other model jars:",
      "all sides in turns in one process, in blocks, on the same made-up inputs."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter bench model.jar",
      "  sinter bench model.jar --peer onnx:model.onnx --shape batch=1,seq=128 --threads 1,2",
      "  sinter bench new.jar --against old.jar --profile --html bench.html",
      "  sinter bench model.jar --json bench.json; sinter bench --from bench.json --html b.html"
    })
final class BenchCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL.jar", arity = "0..1", description = "A compiled model.")
  Path jar;

  @Mixin PeerOptions peers;

  @Option(
      names = "--shape",
      paramLabel = "S=N,..",
      description = {
        "Values for the model's symbols; repeatable.",
        "Default: batch and length 1x8, 1x128 and 8x128."
      })
  List<String> shapes = new ArrayList<>();

  @Option(
      names = "--inputs",
      paramLabel = "F",
      description = "Inputs from a file (.safetensors, .npz) in place of made-up ones; repeatable.")
  List<Path> inputs = new ArrayList<>();

  @Mixin TimingOptions timing;

  @Option(
      names = "--from",
      paramLabel = "F",
      description = {
        "Measures nothing: reads a report that --json wrote, to show it otherwise.",
        "Repeatable: rows one after another."
      })
  List<Path> from = new ArrayList<>();

  @Mixin ReportOptions report;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if ((jar == null) == from.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "expected MODEL.jar or --from F");
    }
    Report found = from.isEmpty() ? measure() : read();
    report.write(found, spec.commandLine().getOut());
    return 0;
  }

  private Report read() throws IOException {
    Report all = null;
    for (Path file : from) {
      Report next = ReportJson.read(file);
      all = all == null ? next : all.with(next);
    }
    return all;
  }

  private Report measure() throws Exception {
    Blocks blocks = timing.blocks();
    peers.check();
    List<Bench.Sample> samples = samples();
    try (Bar bar = new Bar()) {
      return new Bench(blocks, n -> peers.open(jar, n, timing.level), bar)
          .run(samples, timing.threads());
    }
  }

  /** The files, the shapes asked for, or shapes by default. */
  private List<Bench.Sample> samples() throws IOException {
    InputMaker maker = new InputMaker(JarFacts.read(jar).checks());
    List<Bench.Sample> samples = new ArrayList<>();
    for (Path file : inputs) {
      Map<String, Tensor> tensors = Tensors.toRuntime(TensorSet.read(file));
      samples.add(new Bench.Sample(file.getFileName().toString(), () -> tensors));
    }
    try (Model model = Model.load(jar)) {
      List<TensorSpec> specs = model.inputs();
      boolean none = shapes.isEmpty() && !inputs.isEmpty();
      for (Shape shape : none ? List.<Shape>of() : Shape.of(shapes, model.symbols(), specs)) {
        samples.add(new Bench.Sample(shape.toString(), () -> maker.make(specs, shape)));
      }
    }
    return samples;
  }
}
