package org.sinter.tests.speed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.measure.Peak;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;

/**
 * MiniLM beside ONNX Runtime in fp32: milliseconds, our time over theirs, and the percentage of the
 * peak measured in the same run. Arguments: rounds (default 15), then shapes as {@code 8x128};
 * {@code -Dpipeline=bf16} for weights in bf16.
 */
final class SpeedTable {
  private SpeedTable() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    String[] shapes =
        arguments.length > 1
            ? Arrays.copyOfRange(arguments, 1, arguments.length)
            : new String[] {"1x8", "1x128", "8x128"};
    Path directory = Files.createTempDirectory("sinter-speed");
    Path onnx = MiniLm.onnx(directory);
    Path jar = directory.resolve("m.jar");
    String pipeline = System.getProperty("pipeline", "standard");
    MiniLm.compile(onnx, jar, "--target", "linux-x86_64", "--pipeline", pipeline);
    Blocks blocks = new Blocks(rounds, 0.3);
    System.out.println(
        "shape  threads    sinter      ort       ort / sinter   % of that level's fp32 peak");
    for (int threads : new int[] {1, 2}) {
      for (String shape : shapes) {
        row(blocks, onnx, jar, shape, threads, null);
      }
    }
    row(blocks, onnx, jar, "1x128", 1, "v3");
    row(blocks, onnx, jar, "8x128", 1, "v3");
  }

  private static void row(
      Blocks blocks, Path onnx, Path jar, String shape, int threads, String level)
      throws Exception {
    int[] lengths = new int[Integer.parseInt(shape.split("x")[0])];
    Arrays.fill(lengths, Integer.parseInt(shape.split("x")[1]));
    MiniLm.Batch batch = MiniLm.Batch.random(1, lengths);
    Options options = Options.defaults().withThreads(threads);
    options = level == null ? options : options.withLevel(level);
    try (Model model = Model.load(jar, options);
        OrtSession peer = MiniLm.peer(onnx, threads);
        Peak peak = new Peak(threads, level)) {
      Map<String, Tensor> inputs = batch.inputs();
      Map<String, OnnxTensor> theirs = batch.peerInputs(OrtEnvironment.getEnvironment());
      Blocks.Result result =
          blocks.compare(() -> model.run(inputs), () -> peer.run(theirs).close());
      double gflops = flops(lengths.length, lengths[0]) / result.a() / 1e6;
      double limit = peak.gflops(blocks);
      System.out.printf(
          "%-7s %d %-13s %s   %.0f %% of %.0f GFLOP/s%n",
          shape, threads, model.level(), result, 100 * gflops / limit, limit);
    }
  }

  /** Multiply-adds of the products, times two: linear layers, scores and weighted values. */
  private static double flops(double texts, double length) {
    double linear = 2 * texts * length * (4 * 384 * 384 + 2 * 384 * 1536);
    double attention = 4 * texts * length * length * 384;
    return 6 * (linear + attention) + 2 * texts * 384 * 384;
  }
}
