package org.sinter.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.cli.bench.Bench;
import org.sinter.cli.bench.KernelTime;
import org.sinter.cli.bench.LimitProbe;
import org.sinter.cli.bench.Limits;
import org.sinter.cli.bench.ReportJson;
import org.sinter.cli.bench.Tables;
import org.sinter.cli.measure.Blocks;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sinter run MODEL.jar --inputs F --outputs F}. */
@Command(
    name = "run",
    description = "Runs a model jar on tensors from a file.",
    mixinStandardHelpOptions = true,
    footer = {
      "%nExamples:",
      "  sinter run model.jar --inputs in.safetensors --outputs out.safetensors",
      "  sinter run model.jar --inputs in.npz --outputs out.npz --threads 2 --level v3",
      "  sinter run model.jar --inputs in.npz --profile --threads 1"
    })
final class RunCommand implements Callable<Integer> {
  private static final int PROBES = 5;

  @Parameters(paramLabel = "MODEL.jar", description = "A compiled model.")
  Path jar;

  @Option(
      names = "--inputs",
      required = true,
      paramLabel = "F",
      description = ".safetensors, .npz, or .npy of a model with one input.")
  Path inputs;

  @Option(
      names = "--outputs",
      paramLabel = "F",
      description = "Where the results go; .safetensors, .npz or .npy. Not needed to profile.")
  Path outputs;

  @Option(
      names = "--profile",
      description = {
        "Runs for a while and says where the time goes, kernel by kernel:",
        "time, FLOP/s, bytes/s, and percentage of the machine's limit, measured beside it."
      })
  boolean profile;

  @Option(
      names = "--seconds",
      defaultValue = "0.5",
      description = "With --profile: how long (${DEFAULT-VALUE}).")
  double seconds;

  @Option(names = "--level", description = "Runs the code of this CPU level.")
  String level;

  @Option(names = "--json", description = "Says what was run as JSON.")
  boolean json;

  @Mixin RunOptions running;

  @Spec CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (outputs == null && !profile) {
      throw new ParameterException(spec.commandLine(), "expected --outputs F or --profile");
    }
    Options options = running.options();
    options = level != null ? options.withLevel(level) : options;
    try (Model model = Model.load(jar, options)) {
      var given = Tensors.toRuntime(named(model, TensorSet.read(inputs)));
      Map<String, Tensor> results = Tensors.fromRuntime(model.run(given));
      if (outputs != null) {
        TensorSet.write(outputs, results);
      }
      Output report = new Output().put("level", model.level());
      results.forEach((name, t) -> report.put(name, t.type() + shape(t)));
      if (profile) {
        profile(model, given, options.threads(), report);
      } else {
        report.print(spec.commandLine().getOut(), json);
      }
    }
    return 0;
  }

  private void profile(
      Model model, Map<String, org.sinter.runtime.Tensor> given, int count, Output report)
      throws Exception {
    Blocks blocks = new Blocks(1, seconds);
    List<KernelTime> kernels = KernelTime.of(Bench.profiles(blocks, model, given));
    Limits limits = limits(blocks, count, model.level(), kernels);
    report.put("threads", count);
    report.put("ms", kernels.stream().mapToDouble(KernelTime::ms).sum());
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      report.put("limits", ReportJson.limits(limits));
      report.put("kernels", ReportJson.kernels(kernels, limits)).print(out, true);
    } else {
      report.print(out, false);
      out.printf(
          "limits  %.1f GFLOP/s, int8 %.1f GOP/s, weights %.1f GB/s, 1 MB %.1f GB/s%n%n",
          limits.gflops(), limits.int8(), limits.weightRate(), limits.cacheRate());
      out.print(Tables.kernels(kernels, limits).lines());
      out.flush();
    }
  }

  private static Limits limits(Blocks blocks, int count, String level, List<KernelTime> kernels)
      throws Exception {
    double weights = kernels.stream().mapToDouble(KernelTime::weightBytes).sum();
    try (LimitProbe probe = new LimitProbe(blocks, count, level)) {
      for (int i = 0; i < PROBES; i++) {
        probe.measure(weights);
      }
      return probe.limits();
    }
  }

  /** The only tensor of an .npy file goes to the only input. */
  private static Map<String, Tensor> named(Model model, Map<String, Tensor> tensors) {
    boolean single = tensors.size() == 1 && model.inputs().size() == 1;
    return single
        ? Map.of(model.inputs().get(0).name(), tensors.values().iterator().next())
        : tensors;
  }

  private static String shape(Tensor tensor) {
    return Arrays.toString(tensor.shape());
  }
}
