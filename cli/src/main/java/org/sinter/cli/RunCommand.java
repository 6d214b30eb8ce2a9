package org.sinter.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
      "  sinter run model.jar --inputs in.npz --outputs out.npz --threads 2 --level v3"
    })
final class RunCommand implements Callable<Integer> {
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
      required = true,
      paramLabel = "F",
      description = "Where the results go; .safetensors, .npz or .npy.")
  Path outputs;

  @Option(names = "--threads", description = "Default: what the container grants.")
  int threads;

  @Option(names = "--level", description = "Runs the code of this CPU level.")
  String level;

  @Option(names = "--json", description = "Says what was run as JSON.")
  boolean json;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    Options options = Options.defaults();
    options = threads > 0 ? options.withThreads(threads) : options;
    options = level != null ? options.withLevel(level) : options;
    try (Model model = Model.load(jar, options)) {
      Map<String, Tensor> results =
          Tensors.fromRuntime(model.run(Tensors.toRuntime(named(model, TensorSet.read(inputs)))));
      TensorSet.write(outputs, results);
      Output report = new Output().put("level", model.level());
      results.forEach((name, t) -> report.put(name, t.type() + shape(t)));
      report.print(spec.commandLine().getOut(), json);
    }
    return 0;
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
