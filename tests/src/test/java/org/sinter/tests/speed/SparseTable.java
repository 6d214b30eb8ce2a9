package org.sinter.tests.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.cli.Compiler;
import org.sinter.cli.measure.Blocks;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.passes.compress.PruneWeights;
import org.sinter.passes.lower.Tuning;
import org.sinter.passes.lower.TuningReader;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Session;
import org.sinter.tests.targets.SparseProduct;

/**
 * Products with pruned weights beside the same with all weights, one thread, in turns: times, ratio
 * with its interval, bytes of the jar's weights. Arguments: rounds (default 9), types ({@code
 * f32,i8}), rows ({@code 1,128}), sizes ({@code 768x768,384x1536}), patterns ({@code
 * blocks:0.8:1x16} or {@code 2:4:1x16}). {@code -Dlevel=v3}; {@code -Dtuning="v4 {chunk = 8}"}.
 */
final class SparseTable {
  private static final String LEVEL = java.lang.System.getProperty("level", "v4+vnni");
  private static final double SECONDS =
      Double.parseDouble(java.lang.System.getProperty("seconds", "0.1"));
  private static final Tuning TUNING =
      TuningReader.read("tuning", java.lang.System.getProperty("tuning", ""))
          .over(Tuning.shipped());

  private SparseTable() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
    String[] types = argument(arguments, 1, "f32,i8");
    String[] rows = argument(arguments, 2, "1,128");
    String[] sizes = argument(arguments, 3, "768x768,384x1536");
    String[] patterns = argument(arguments, 4, "blocks:0.8:1x16,2:4:1x16,2:4:1x48");
    for (String type : types) {
      for (String size : sizes) {
        table(new Blocks(rounds, SECONDS), DType.parse(type), size, rows, patterns);
      }
    }
  }

  private static String[] argument(String[] arguments, int i, String otherwise) {
    return (arguments.length > i ? arguments[i] : otherwise).split(",");
  }

  private static void table(
      Blocks blocks, DType type, String size, String[] rows, String[] patterns) throws Exception {
    int k = Integer.parseInt(size.split("x")[0]);
    int n = Integer.parseInt(size.split("x")[1]);
    Map<String, Model> models = new LinkedHashMap<>();
    models.put("dense", model(SparseProduct.graph(type, k, n, SparseProduct.blocks(0, 1, 1))));
    for (String pattern : patterns) {
      models.put(pattern, model(SparseProduct.graph(type, k, n, prune(pattern))));
    }
    for (String m : rows) {
      List<Blocks.Side> sides = new java.util.ArrayList<>();
      List<Session> sessions = new java.util.ArrayList<>();
      for (Model model : models.values()) {
        Session session = model.session();
        session.input("x", Integer.parseInt(m), k);
        sides.add(session::run);
        sessions.add(session);
      }
      double[][] ms = blocks.rounds(sides);
      int i = 0;
      for (String pattern : models.keySet()) {
        Blocks.Result r = Blocks.result(ms[i], ms[0]);
        java.lang.System.out.printf(
            "%-4s %9s m %4s  %-20s %9.4f ms %6.0f GFLOP/s dense  %5.2fx [%.2f, %.2f]%n",
            type,
            size,
            m,
            pattern,
            r.a(),
            2e-6 * k * n * Integer.parseInt(m) / r.a(),
            r.ratio(),
            r.low(),
            r.high());
        i++;
      }
      sessions.forEach(Session::close);
    }
    models.values().forEach(Model::close);
  }

  private static PruneWeights prune(String pattern) {
    String[] parts = pattern.split(":");
    String[] block = parts[2].split("x");
    int height = Integer.parseInt(block[0]);
    int width = Integer.parseInt(block[1]);
    return parts[0].equals("blocks")
        ? SparseProduct.blocks(Double.parseDouble(parts[1]), height, width)
        : SparseProduct.twoOfFour(height, width);
  }

  private static Model model(Graph graph) throws Exception {
    Path jar = Files.createTempFile("sinter-sparse", ".jar");
    CpuLevel level = CpuLevel.of(LEVEL);
    ModelInfo info = new ModelInfo("sparse", "0", "", List.of(), null);
    Compiler.write(
        jar,
        Compiler.lower(graph, Set.of(level), TUNING),
        info,
        Map.of(System.LINUX_X86_64, List.of(level)),
        Progress.NONE);
    try {
      return Model.load(jar, Options.defaults().withThreads(1).withLevel(LEVEL));
    } finally {
      Files.delete(jar);
    }
  }
}
