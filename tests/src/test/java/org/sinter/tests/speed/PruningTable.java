package org.sinter.tests.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.sinter.cli.bench.Bench;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Profile;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;

/**
 * MiniLM pruned beside MiniLM whole, one thread: the whole model, and by the profile its
 * feed-forward and its attention part, by their kernels' calls. Arguments: rounds (default 15), a
 * shape as {@code 1x128}, then passes that follow {@code standard}.
 */
final class PruningTable {
  private static final List<String> DEFAULT =
      List.of("prune-neurons {keep = 0.5}", "prune-heads {keep = 0.5}", "prune-layers {keep = 3}");

  private PruningTable() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    String shape = arguments.length > 1 ? arguments[1] : "1x128";
    int[] lengths = new int[Integer.parseInt(shape.split("x")[0])];
    Arrays.fill(lengths, Integer.parseInt(shape.split("x")[1]));
    Map<String, Tensor> inputs = MiniLm.Batch.random(1, lengths).inputs();
    Path directory = Files.createTempDirectory("sinter-pruning");
    Path onnx = MiniLm.onnx(directory);
    Path jar = compile(onnx, directory.resolve("whole.jar"), "standard");
    Blocks blocks = new Blocks(rounds, 0.3);
    Options one = Options.defaults().withThreads(1);
    List<String> all =
        arguments.length > 2 ? List.of(arguments).subList(2, arguments.length) : DEFAULT;
    for (String passes : all) {
      Path smaller = compile(onnx, directory.resolve("pruned.jar"), "standard, " + passes);
      try (Model whole = Model.load(jar, one);
          Model pruned = Model.load(smaller, one)) {
        row(blocks, passes, pruned, whole, inputs);
      }
      Files.delete(smaller);
    }
    Files.delete(jar);
    Files.delete(onnx);
    Files.delete(directory);
  }

  private static Path compile(Path onnx, Path jar, String pipeline) {
    return MiniLm.compile(onnx, jar, "--target", "linux-x86_64:v3,v4", "--pipeline", pipeline);
  }

  private static void row(
      Blocks blocks, String passes, Model pruned, Model whole, Map<String, Tensor> inputs)
      throws Exception {
    Blocks.Result all = blocks.compare(() -> pruned.run(inputs), () -> whole.run(inputs));
    double[] before = parts(Bench.profiles(blocks, whole, inputs));
    double[] after = parts(Bench.profiles(blocks, pruned, inputs));
    System.out.printf(
        "%-30s %s   feed-forward %.2f to %.2f ms %.2fx   attention %.2f to %.2f ms %.2fx%n",
        passes,
        all,
        before[0],
        after[0],
        before[0] / after[0],
        before[1],
        after[1],
        before[1] / after[1]);
  }

  /** Ms of a run in kernels of feed-forward blocks and of attention, medians of the profiles. */
  private static double[] parts(List<Profile> profiles) {
    Predicate<String> attends = node -> node.contains("/attention/");
    Predicate<String> feeds = node -> node.contains("/encoder/") && !attends.test(node);
    return new double[] {ms(profiles, feeds), ms(profiles, attends)};
  }

  private static double ms(List<Profile> profiles, Predicate<String> nodes) {
    return Blocks.median(
        profiles.stream()
            .mapToDouble(
                profile ->
                    profile.calls().stream()
                            .filter(call -> nodes.test(call.node()))
                            .mapToLong(Profile.Call::nanos)
                            .sum()
                        / 1e6
                        / Math.max(1, profile.runs()))
            .toArray());
  }
}
