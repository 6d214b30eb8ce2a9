package org.sinter.tests.speed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;
import org.sinter.tests.packed.Ragged;
import org.sinter.tests.quality.Lengths;

/**
 * MiniLM on 32 texts of mixed lengths, padded to the longest, beside ONNX Runtime: packed tokens,
 * the same from ragged inputs, and dense; then packed beside dense where there is no padding.
 * Arguments: rounds (15), threads (1,2), part of the workloads' names (all), directory of the jars
 * packed.jar, ragged.jar and standard.jar (compiled anew). {@code -Dint8=true}: all in int8, ONNX
 * Runtime on its own int8 file.
 */
final class MixedLengths {
  private static final int TEXTS = 32;
  private static final List<String> PIPELINES = List.of("packed", "ragged", "standard");

  private static final boolean INT8 = Boolean.getBoolean("int8");
  private static final String QUANTIZE =
      ", smooth, quantize {weights = i8, activations = i8-per-row, embeddings = i8}";

  private MixedLengths() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    String threads = arguments.length > 1 ? arguments[1] : "1,2";
    String chosen = arguments.length > 2 ? arguments[2] : "";
    Path directory = Files.createTempDirectory("sinter-mixed");
    Path jars = arguments.length > 3 ? Path.of(arguments[3]) : directory;
    Path onnx = MiniLm.onnx(directory);
    Path peer = INT8 ? MiniLm.quantized(directory) : onnx;
    for (String pipeline : PIPELINES) {
      Path jar = jars.resolve(pipeline + ".jar");
      if (!Files.exists(jar)) {
        String passes = INT8 ? pipeline + QUANTIZE : pipeline;
        MiniLm.compile(onnx, jar, "--target", "linux-x86_64", "--pipeline", passes);
      }
    }
    for (String count : threads.split(",")) {
      for (Map.Entry<String, int[]> load : workloads().entrySet()) {
        if (load.getKey().contains(chosen)) {
          measure(new Blocks(rounds, 0.3), peer, jars, load, Integer.parseInt(count));
        }
      }
    }
  }

  private static Map<String, int[]> workloads() throws Exception {
    Map<String, int[]> found = new LinkedHashMap<>();
    found.put("STS-B", Lengths.some(TEXTS, 1));
    double[] chance = new Random(1).doubles(TEXTS).toArray();
    found.put(
        "8 to 128",
        Arrays.stream(chance).mapToInt(u -> 8 + (int) (121 * Math.pow(u, 1.86))).toArray());
    found.put("8x128", new int[] {128, 128, 128, 128, 128, 128, 128, 128});
    found.put("1x8", new int[] {8});
    return found;
  }

  private static void measure(
      Blocks blocks, Path onnx, Path jars, Map.Entry<String, int[]> load, int threads)
      throws Exception {
    MiniLm.Batch batch = MiniLm.Batch.random(1, load.getValue());
    System.out.printf(
        "%s, %d threads: %d texts, %d tokens, longest %d%n",
        load.getKey(), threads, batch.size(), Arrays.stream(load.getValue()).sum(), batch.length());
    Options options = Options.defaults().withThreads(threads);
    Map<String, Tensor> padded = batch.inputs();
    Map<String, Tensor> ragged = Ragged.of(batch);
    try (Model a = Model.load(jars.resolve("packed.jar"), options);
        Model b = Model.load(jars.resolve("ragged.jar"), options);
        Model c = Model.load(jars.resolve("standard.jar"), options);
        OrtSession peer = MiniLm.peer(onnx, threads)) {
      Map<String, OnnxTensor> theirs = batch.peerInputs(OrtEnvironment.getEnvironment());
      double[][] ms =
          blocks.rounds(
              List.of(
                  () -> a.run(padded),
                  () -> b.run(ragged),
                  () -> c.run(padded),
                  () -> peer.run(theirs).close()));
      for (int i = 0; i < 3; i++) {
        String name = PIPELINES.get(i);
        System.out.printf(
            "  %-8s beside ONNX Runtime  %s   beside standard %.3fx%n",
            name, Blocks.result(ms[i], ms[3]), Blocks.result(ms[i], ms[2]).ratio());
      }
    }
  }
}
