package org.sinter.tests.speed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;

/**
 * How much slower two threads become beside a foreign process that keeps one processor busy, free
 * to move and bound to processor 0; and whether the speed comes back afterwards. Means of all runs
 * in 1.5 s, median of the rounds. Arguments: rounds (default 3), length of the text (128).
 */
final class Disturbed {
  private static final double SECONDS = 1.5;

  private Disturbed() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int length = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 128;
    Path directory = Files.createTempDirectory("sinter-disturbed");
    Path onnx = MiniLm.onnx(directory);
    Path jar = MiniLm.compile(onnx, directory.resolve("m.jar"), "--target", "linux-x86_64");
    MiniLm.Batch batch = MiniLm.Batch.random(1, length);
    try (Model model = Model.load(jar, Options.defaults().withThreads(2));
        OrtSession peer = MiniLm.peer(onnx, 2)) {
      Map<String, Tensor> inputs = batch.inputs();
      Map<String, OnnxTensor> theirs = batch.peerInputs(OrtEnvironment.getEnvironment());
      System.out.println("1x" + length + ", 2 threads    undisturbed   disturbed   after");
      row("sinter, free", rounds, List.of(), () -> model.run(inputs));
      row("sinter, bound", rounds, List.of("taskset", "-c", "0"), () -> model.run(inputs));
      row("onnxruntime, free", rounds, List.of(), () -> peer.run(theirs).close());
      List<String> bound = List.of("taskset", "-c", "0");
      row("onnxruntime, bound", rounds, bound, () -> peer.run(theirs).close());
    }
    Files.delete(onnx);
  }

  private static void row(String name, int rounds, List<String> prefix, Blocks.Side side)
      throws Exception {
    mean(side, SECONDS / 3);
    double[] calm = new double[rounds];
    double[] busy = new double[rounds];
    double[] after = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      calm[i] = mean(side, SECONDS);
      Process foreign = busy(prefix);
      busy[i] = mean(side, SECONDS);
      foreign.destroyForcibly().waitFor();
      mean(side, SECONDS / 3);
      after[i] = mean(side, SECONDS / 3);
    }
    System.out.printf(
        "%-20s %8.2f ms %8.2f ms %8.2f ms   %.2fx%n",
        name,
        Blocks.median(calm),
        Blocks.median(busy),
        Blocks.median(after),
        Blocks.median(busy) / Blocks.median(calm));
  }

  private static Process busy(List<String> prefix) throws Exception {
    List<String> command = new java.util.ArrayList<>(prefix);
    command.addAll(List.of("sh", "-c", "while :; do :; done"));
    Process process = new ProcessBuilder(command).start();
    Thread.sleep(200);
    return process;
  }

  private static double mean(Blocks.Side side, double seconds) throws Exception {
    long begin = System.nanoTime();
    long end = begin;
    int runs = 0;
    for (; end - begin < seconds * 1e9; end = System.nanoTime()) {
      side.run();
      runs++;
    }
    return (end - begin) / 1e6 / runs;
  }
}
