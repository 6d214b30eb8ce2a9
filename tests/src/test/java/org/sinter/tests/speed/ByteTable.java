package org.sinter.tests.speed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.cli.Compiler;
import org.sinter.cli.measure.Blocks;
import org.sinter.codegen.jar.ModelInfo;
import org.sinter.codegen.jar.Progress;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Graph;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Session;
import org.sinter.tests.targets.Int8Product;

/**
 * Products of bytes beside those of fp32, in turns, one thread: GOP/s and how many times as fast.
 * Arguments: levels (default {@code v3,v4}), numbers of rows (default {@code 1,8,64,128}), sizes
 * (default {@code 384x384,384x1536,1536x384,768x3072}).
 */
final class ByteTable {
  private static final Blocks BLOCKS = new Blocks(9, 0.03);

  private ByteTable() {}

  public static void main(String[] arguments) throws Exception {
    String[] levels = (arguments.length > 0 ? arguments[0] : "v3,v4").split(",");
    String[] rows = (arguments.length > 1 ? arguments[1] : "1,8,64,128").split(",");
    String sizes = arguments.length > 2 ? arguments[2] : "384x384,384x1536,1536x384,768x3072";
    int[] ms = Arrays.stream(rows).mapToInt(Integer::parseInt).toArray();
    for (String level : levels) {
      for (String size : sizes.split(",")) {
        int k = Integer.parseInt(size.split("x")[0]);
        row(level, k, Integer.parseInt(size.split("x")[1]), ms);
      }
    }
  }

  private static void row(String level, int k, int n, int[] rows) throws Exception {
    try (Model bytes = model(Int8Product.graph(k, n), level);
        Model floats = model(ProductTable.graph(k, n), level)) {
      StringBuilder line = new StringBuilder(String.format("%-10s %4d x %4d", level, k, n));
      for (int m : rows) {
        try (Session a = bytes.session();
            Session b = floats.session()) {
          a.input("x", m, k);
          a.input("s", m, 1);
          b.input("x", m, k);
          Blocks.Result result = BLOCKS.compare(a::run, b::run);
          double gops = 2e-6 * m * k * n / result.a();
          line.append(String.format("   m %d: %4.0f %5.2fx", m, gops, result.ratio()));
        }
      }
      java.lang.System.out.println(line);
    }
  }

  private static Model model(Graph graph, String level) throws Exception {
    Path jar = Files.createTempFile("sinter-product", ".jar");
    CpuLevel cpu = CpuLevel.of(level);
    ModelInfo info = new ModelInfo(graph.name(), "0", "", List.of(), null);
    Compiler.write(
        jar,
        Compiler.lower(graph, Set.of(cpu)),
        info,
        Map.of(System.LINUX_X86_64, List.of(cpu)),
        Progress.NONE);
    jar.toFile().deleteOnExit();
    return Model.load(jar, Options.defaults().withThreads(1).withLevel(level));
  }
}
