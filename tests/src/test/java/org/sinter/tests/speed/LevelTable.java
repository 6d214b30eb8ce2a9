package org.sinter.tests.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.tests.minilm.MiniLm;

/**
 * MiniLM by some pipelines beside {@code standard} in the code of one CPU level each, all in turns:
 * ms, and how many times as fast as fp32 there. Arguments: rounds, pipelines, levels, shapes,
 * threads, as {@code 15 int8,int4-weights v3,v4 1x8,1x128 1}; {@code compile} in the place of the
 * rounds only makes the jars. They lie in {@code -Dsinter.levels=DIR}.
 */
final class LevelTable {
  private static final Path DIRECTORY =
      Path.of(
          System.getProperty(
              "sinter.levels", System.getProperty("java.io.tmpdir") + "/sinter-levels"));

  private LevelTable() {}

  public static void main(String[] arguments) throws Exception {
    Files.createDirectories(DIRECTORY);
    List<String> pipelines = new ArrayList<>(List.of("standard"));
    pipelines.addAll(List.of(arguments[1].split(",")));
    if (arguments[0].equals("compile")) {
      for (String pipeline : pipelines) {
        compile(pipeline);
      }
      return;
    }
    Blocks blocks = new Blocks(Integer.parseInt(arguments[0]), 0.3);
    for (String level : arguments[2].split(",")) {
      Options options = Options.defaults().withThreads(Integer.parseInt(arguments[4]));
      for (String shape : arguments[3].split(",")) {
        row(blocks, pipelines, options.withLevel(level), level, shape);
      }
    }
  }

  private static Path jar(String pipeline) {
    return DIRECTORY.resolve("minilm-" + pipeline.replaceAll("[^a-z0-9]+", "-") + ".jar");
  }

  private static void compile(String pipeline) throws Exception {
    Path onnx = DIRECTORY.resolve("all-minilm-l6-v2.onnx");
    onnx = Files.exists(onnx) ? onnx : MiniLm.onnx(DIRECTORY);
    MiniLm.compile(onnx, jar(pipeline), "--target", "linux-x86_64", "--pipeline", pipeline);
  }

  private static void row(
      Blocks blocks, List<String> pipelines, Options options, String level, String shape)
      throws Exception {
    int[] lengths = new int[Integer.parseInt(shape.split("x")[0])];
    Arrays.fill(lengths, Integer.parseInt(shape.split("x")[1]));
    Map<String, Tensor> inputs = MiniLm.Batch.random(1, lengths).inputs();
    List<Model> models = new ArrayList<>();
    List<Blocks.Side> sides = new ArrayList<>();
    for (String pipeline : pipelines) {
      if (!Files.exists(jar(pipeline))) {
        compile(pipeline);
      }
      Model model = Model.load(jar(pipeline), options);
      models.add(model);
      sides.add(() -> model.run(inputs));
    }
    double[][] ms = blocks.rounds(sides);
    models.forEach(Model::close);
    StringBuilder line = new StringBuilder();
    line.append(String.format("%-12s %-6s fp32 %8.3f ms", level, shape, Blocks.median(ms[0])));
    for (int i = 1; i < ms.length; i++) {
      Blocks.Result r = Blocks.result(ms[i], ms[0]);
      line.append(
          String.format(
              "   %s %8.3f ms %.2fx [%.2f, %.2f]",
              pipelines.get(i), r.a(), r.ratio(), r.low(), r.high()));
    }
    System.out.println(line);
  }
}
