package org.sinter.tests.speed;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.measure.Peak;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;
import org.sinter.tests.shapes.Shape;

/**
 * A model in int8 beside itself in fp32 and, MiniLM, beside ONNX Runtime on its own int8 file: all
 * in turns. The percentage is of the least time: linear layers at four times the fp32 peak measured
 * in the same run, attention at that peak. Arguments: {@code compile} (all jars anew), or rounds
 * (default 15), then rows as {@code minilm:8x128:2}. {@code -Dpipeline=int8}; jars and models lie
 * in {@code -Dsinter.int8=DIR}; {@code -Dtarget=linux-x86_64} may name levels.
 */
final class Int8Table {
  private static final String PIPELINE = System.getProperty("pipeline", "int8");
  private static final Path DIRECTORY =
      Path.of(
          System.getProperty("sinter.int8", System.getProperty("java.io.tmpdir") + "/sinter-int8"));
  private static final List<String> SHAPES =
      List.of("1x8", "1x32", "1x128", "1x256", "8x128", "32x128");

  private Int8Table() {}

  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(DIRECTORY);
    if (arguments.length > 0 && arguments[0].equals("compile")) {
      String[] models = Arrays.copyOfRange(arguments, 1, arguments.length);
      for (String model : models.length > 0 ? models : new String[] {"minilm", "bert"}) {
        compile(model, "standard");
        compile(model, PIPELINE);
      }
      return;
    }
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    List<String> rows =
        arguments.length > 1 ? List.of(arguments).subList(1, arguments.length) : allRows();
    System.out.println(
        "model shape threads     int8       fp32      fp32 / int8             ort int8"
            + "   ort / int8         of the limit");
    for (String row : rows) {
      String[] parts = row.split(":");
      row(new Blocks(rounds, 0.3), parts[0], parts[1], Integer.parseInt(parts[2]));
    }
  }

  private static List<String> allRows() {
    List<String> rows = new ArrayList<>();
    for (int threads : new int[] {1, 2}) {
      SHAPES.forEach(shape -> rows.add("minilm:" + shape + ":" + threads));
      rows.add("bert:1x128:" + threads);
      rows.add("bert:8x128:" + threads);
    }
    return rows;
  }

  private static Path onnx(String model) throws Exception {
    if (!model.equals("minilm")) {
      return Shape.base(model).onnx(DIRECTORY);
    }
    Path file = DIRECTORY.resolve("all-minilm-l6-v2.onnx");
    return Files.exists(file) ? file : MiniLm.onnx(DIRECTORY);
  }

  private static Path quantized() throws Exception {
    Path file = DIRECTORY.resolve("all-minilm-l6-v2-q.onnx");
    return Files.exists(file) ? file : MiniLm.quantized(DIRECTORY);
  }

  private static Path jar(String model, String pipeline) {
    return DIRECTORY.resolve(model + "-" + pipeline.replaceAll("[^a-z0-9]+", "-") + ".jar");
  }

  private static void compile(String model, String pipeline) throws Exception {
    String target = System.getProperty("target", "linux-x86_64");
    MiniLm.compile(onnx(model), jar(model, pipeline), "--target", target, "--pipeline", pipeline);
  }

  private static Model load(String model, String pipeline, int threads) throws Exception {
    if (!Files.exists(jar(model, pipeline))) {
      compile(model, pipeline);
    }
    return Model.load(jar(model, pipeline), Options.defaults().withThreads(threads));
  }

  private static void row(Blocks blocks, String model, String form, int threads) throws Exception {
    int[] lengths = new int[Integer.parseInt(form.split("x")[0])];
    Arrays.fill(lengths, Integer.parseInt(form.split("x")[1]));
    boolean mini = model.equals("minilm");
    MiniLm.Batch batch = MiniLm.Batch.random(1, lengths);
    Map<String, Tensor> inputs = mini ? batch.inputs() : Shape.base(model).inputs(lengths);
    try (Model int8 = load(model, PIPELINE, threads);
        Model fp32 = load(model, "standard", threads);
        OrtSession peer = mini ? MiniLm.peer(quantized(), threads) : null;
        Peak peak = new Peak(threads, null)) {
      List<Blocks.Side> sides = new ArrayList<>();
      sides.add(() -> int8.run(inputs));
      sides.add(() -> fp32.run(inputs));
      if (mini) {
        var theirs = batch.peerInputs(OrtEnvironment.getEnvironment());
        sides.add(() -> peer.run(theirs).close());
      }
      double[][] ms = blocks.rounds(sides);
      double limit = limit(mini, lengths) / peak.gflops(blocks) / 1e6;
      Blocks.Result own = Blocks.result(ms[0], ms[1]);
      String beside = mini ? besidePeer(Blocks.result(ms[0], ms[2])) : "";
      System.out.printf(
          "%-6s %-7s %d %-10s %s%s   %.0f %%%n",
          model, form, threads, int8.level(), own, beside, 100 * limit / own.a());
    }
  }

  private static String besidePeer(Blocks.Result r) {
    return String.format("  %8.3f ms  %.2fx [%.2f, %.2f]", r.b(), r.ratio(), r.low(), r.high());
  }

  /** What the products and attention would take in fp32, were int8 four times as fast: FLOPs. */
  private static double limit(boolean mini, int... lengths) {
    double layers = mini ? 6 : 12;
    double width = mini ? 384 : 768;
    double tokens = (double) lengths.length * lengths[0];
    double linear = 2 * tokens * 12 * width * width;
    double attention = 4 * tokens * lengths[0] * width;
    return layers * (linear / 4 + attention);
  }
}
