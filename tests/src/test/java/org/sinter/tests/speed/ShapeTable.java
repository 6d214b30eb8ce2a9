package org.sinter.tests.speed;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * BERT-base, ViT-base and GPT-2 with random weights beside ONNX Runtime, as {@link SpeedTable}.
 * Arguments: {@code compile} (writes and compiles all models anew, measures nothing), or rounds
 * (default 15), then rows as {@code bert:1x128:2} with model, batch, length and threads. The models
 * lie in {@code -Dsinter.shapes=DIR}, or sinter-shapes in the directory for temporary files.
 */
final class ShapeTable {
  private static final List<String> MODELS = List.of("bert", "vit", "gpt2");
  private static final List<String> TEXTS = List.of("1x8", "1x128", "8x128");
  private static final List<String> PICTURES = List.of("1x197", "8x197");

  private ShapeTable() {}

  public static void main(String[] arguments) throws Exception {
    if (arguments.length == 1 && arguments[0].equals("compile")) {
      for (String model : MODELS) {
        compile(Shape.base(model));
      }
      return;
    }
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    Blocks blocks = new Blocks(rounds, 0.3);
    System.out.println(
        "model shape threads    sinter      ort       ort / sinter   % of that level's fp32 peak");
    if (arguments.length > 1) {
      for (String row : Arrays.copyOfRange(arguments, 1, arguments.length)) {
        String[] parts = row.split(":");
        row(blocks, parts[0], parts[1], Integer.parseInt(parts[2]));
      }
      return;
    }
    for (String model : MODELS) {
      for (String shape : model.equals("vit") ? PICTURES : TEXTS) {
        for (int threads : new int[] {1, 2}) {
          row(blocks, model, shape, threads);
        }
      }
    }
  }

  private static Path directory() {
    String given = System.getProperty("sinter.shapes");
    return given != null
        ? Path.of(given)
        : Path.of(System.getProperty("java.io.tmpdir"), "sinter-shapes");
  }

  private static Path jar(Shape shape) {
    return directory().resolve(shape.name() + ".jar");
  }

  private static void compile(Shape shape) throws Exception {
    Path onnx = shape.onnx(directory());
    MiniLm.compile(onnx, jar(shape), "--target", "linux-x86_64");
  }

  private static void row(Blocks blocks, String model, String form, int threads) throws Exception {
    Shape shape = Shape.base(model);
    if (!Files.exists(jar(shape))) {
      compile(shape);
    }
    int[] lengths = new int[Integer.parseInt(form.split("x")[0])];
    Arrays.fill(lengths, Integer.parseInt(form.split("x")[1]));
    Options options = Options.defaults().withThreads(threads);
    try (Model ours = Model.load(jar(shape), options);
        OrtSession peer = MiniLm.peer(shape.onnx(directory()), threads);
        Peak peak = new Peak(threads, null)) {
      Map<String, Tensor> inputs = shape.inputs(lengths);
      Map<String, OnnxTensor> theirs = Shape.peer(inputs);
      Blocks.Result result = blocks.compare(() -> ours.run(inputs), () -> peer.run(theirs).close());
      double gflops = shape.flops(lengths.length, lengths[0]) / result.a() / 1e6;
      double limit = peak.gflops(blocks);
      String tokens = lengths.length + "x" + shape.tokens(lengths[0]);
      System.out.printf(
          "%-5s %-7s %d %-13s %s   %.0f %% of %.0f GFLOP/s%n",
          model, tokens, threads, ours.level(), result, 100 * gflops / limit, limit);
    }
  }
}
