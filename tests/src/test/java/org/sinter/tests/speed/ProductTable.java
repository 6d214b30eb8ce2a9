package org.sinter.tests.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sinter.cli.Compiler;
import org.sinter.cli.measure.Blocks;
import org.sinter.cli.measure.Peak;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.MatMul;
import org.sinter.passes.Context;
import org.sinter.passes.compress.ToBf16;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Session;
import org.sinter.tests.targets.Int8Product;

/**
 * Products alone, weights packed, one thread: percentage of the level's measured peak. Arguments:
 * levels (default {@code v3,v4}), numbers of rows (default {@code 1,8,32,128}), {@code bf16} for
 * weights in bf16 (the peak stays that of fp32) or {@code int8} for bytes with the scales and bias
 * of a quantized product, of the peak for bytes.
 */
final class ProductTable {
  private static final int[] SIZES = {384, 768, 1536, 3072};

  private ProductTable() {}

  public static void main(String[] arguments) throws Exception {
    Blocks blocks = new Blocks(9, 0.05);
    String[] levels = (arguments.length > 0 ? arguments[0] : "v3,v4").split(",");
    String[] rows = (arguments.length > 1 ? arguments[1] : "1,8,32,128").split(",");
    String type = arguments.length > 2 ? arguments[2] : "f32";
    for (String level : levels) {
      for (int k : SIZES) {
        for (int n : SIZES) {
          Graph graph = type.equals("int8") ? Int8Product.graph(k, n) : graph(k, n);
          graph = type.equals("bf16") ? new ToBf16().run(graph, Context.silent()) : graph;
          rows(blocks, level, graph, k, n, Stream.of(rows).mapToInt(Integer::parseInt));
        }
      }
    }
  }

  private static void rows(Blocks blocks, String level, Graph graph, int k, int n, IntStream rows)
      throws Exception {
    Path jar = Files.createTempFile("sinter-product", ".jar");
    Map<System, List<CpuLevel>> target = new TreeMap<>();
    target.put(System.LINUX_X86_64, List.of(CpuLevel.of(level)));
    ModelInfo info = new ModelInfo("product", "0", "", List.of(), null);
    Compiler.write(
        jar,
        Compiler.lower(graph, java.util.Set.of(CpuLevel.of(level))),
        info,
        target,
        Progress.NONE);
    Options options = Options.defaults().withThreads(1).withLevel(level);
    try (Model model = Model.load(jar, options);
        Peak peak =
            new Peak(
                1, level, graph.params().get(0).type().dtype().isFloat() ? DType.F32 : DType.I8)) {
      StringBuilder line = new StringBuilder(String.format("%-3s k %4d n %4d", level, k, n));
      for (int m : rows.toArray()) {
        line.append(
            String.format("   m %d: %3.0f %%", m, percentage(blocks, model, peak, m, k, n)));
      }
      java.lang.System.out.println(line);
    }
    Files.delete(jar);
  }

  private static double percentage(Blocks blocks, Model model, Peak peak, int m, int k, int n)
      throws Exception {
    try (Session session = model.session()) {
      session.input("x", m, k);
      if (model.inputs().size() > 1) {
        session.input("s", m, 1);
      }
      Blocks.Result result = blocks.compare(session::run, peak::run);
      return 100 * result.ratio() * 2.0 * m * k * n / peak.flops();
    }
  }

  static Graph graph(int k, int n) {
    Random random = new Random(1);
    org.sinter.ir.Tensor weights = org.sinter.ir.Tensor.allocate(DType.F32, k, n);
    for (int i = 0; i < k * n; i++) {
      weights.set(i, random.nextGaussian());
    }
    Graph.Builder b = new Graph.Builder("product");
    TensorType rows = new TensorType(DType.F32, List.of(Dim.symbol("m"), Dim.of(k)));
    Value y = b.add(new MatMul(), b.param("x", rows), Constant.of("w", weights));
    return b.build(List.of("y"), List.of(y));
  }
}
