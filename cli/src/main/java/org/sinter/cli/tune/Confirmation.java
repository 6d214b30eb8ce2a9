package org.sinter.cli.tune;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.cli.Compiler;
import org.sinter.cli.bench.InputMaker;
import org.sinter.cli.bench.Shape;
import org.sinter.cli.measure.Blocks;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Graph;
import org.sinter.passes.lower.Tuning;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/** The whole model by a record beside the same model by the shipped schedules. */
public final class Confirmation {
  private final Graph graph;
  private final Path directory;
  private final Blocks blocks;
  private final Checks checks;

  /** What indices a model jar checks, so that inputs can be made which pass. */
  @FunctionalInterface
  public interface Checks {
    List<String> of(Path jar) throws IOException;
  }

  public Confirmation(Graph graph, Path directory, Blocks blocks, Checks checks) {
    this.graph = graph;
    this.directory = directory;
    this.blocks = blocks;
    this.checks = checks;
  }

  /** One line for each shape. */
  public List<String> of(CpuLevel level, Tuning record) throws Exception {
    Path shipped = jar("shipped", level, Tuning.shipped());
    Path found = jar("found", level, record.over(Tuning.shipped()));
    Options options =
        Options.defaults().withThreads(1).withCache(directory).withLevel(level.name());
    List<String> lines = new ArrayList<>();
    try (Model a = Model.load(found, options);
        Model b = Model.load(shipped, options)) {
      InputMaker maker = new InputMaker(checks.of(found));
      for (Shape shape : Shape.defaults(a.symbols(), a.inputs())) {
        Map<String, Tensor> inputs = maker.make(a.inputs(), shape);
        Blocks.Result result = blocks.compare(() -> a.run(inputs), () -> b.run(inputs));
        lines.add(
            String.format(
                "%s model, %s: %.3f ms, shipped %.3f ms, %.2fx as fast [%.2f, %.2f]",
                level, shape, result.a(), result.b(), result.ratio(), result.low(), result.high()));
      }
    } finally {
      Files.deleteIfExists(shipped);
      Files.deleteIfExists(found);
    }
    return lines;
  }

  private Path jar(String name, CpuLevel level, Tuning tuning) throws IOException {
    Path jar = directory.resolve(name + ".jar");
    Trial.write(jar, graph, level, Compiler.schedule(level, tuning));
    return jar;
  }
}
