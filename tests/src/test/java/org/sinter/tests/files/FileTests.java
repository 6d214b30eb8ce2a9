package org.sinter.tests.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;
import org.sinter.ir.text.GraphPrinter;
import org.sinter.passes.Context;
import org.sinter.passes.Pass;
import org.sinter.passes.Verify;

/** Runs every {@code .ir} file below {@code files}; {@code -Dbless=true} rewrites expectations. */
class FileTests {
  private static final boolean BLESS = Boolean.getBoolean("bless");

  /** The folder of texts, in the source tree so that blessing changes it. */
  static final Path ROOT = Path.of("src/test/resources/files").toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> files() throws IOException {
    return find(".ir").map(f -> dynamicTest(ROOT.relativize(f).toString(), () -> run(f)));
  }

  static Stream<Path> find(String suffix) throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(f -> f.toString().endsWith(suffix)).sorted().toList().stream();
    }
  }

  private static void run(Path file) throws IOException {
    FileTest test = FileTest.read(file);
    if (test.isError()) {
      ErrorTest.check(file, IrReader::graph);
      return;
    }
    String pipeline = test.header("RUN", null);
    assertNotNull(pipeline, "the first line of " + file + " is no // RUN: PIPELINE");
    List<Pass<Graph>> passes = pipeline.equals("none") ? List.of() : GraphPasses.of(pipeline);
    Graph before = IrReader.graph(file, test.before());
    Graph after = run(passes, before);
    if (BLESS) {
      bless(test, before, after, passes);
      return;
    }
    readsBack(test.before(), before);
    Verify.check(before);
    expectation(test, before, after, passes);
    if (!test.changesMeaning()) {
      assertSame(after, run(passes, after), "a second run changes something");
      sameNumbers(test, before, after);
    }
  }

  private static Graph run(List<Pass<Graph>> passes, Graph graph) {
    Graph now = graph;
    for (Pass<Graph> pass : passes) {
      now = pass.run(now, Context.silent());
      Verify.check(now);
    }
    return now;
  }

  private static void readsBack(String text, Graph graph) {
    assertEquals(text, GraphPrinter.print(graph), "does not print as it was written");
  }

  private static void expectation(
      FileTest test, Graph before, Graph after, List<Pass<Graph>> passes) {
    if (passes.isEmpty()) {
      return;
    }
    assertNotNull(test.after(), "no // ==> in " + test.file());
    assertEquals(test.after(), expected(before, after));
    if (before != after) {
      readsBack(test.after().substring(1), IrReader.graph(test.file(), test.after()));
    }
  }

  private static String expected(Graph before, Graph after) {
    return before == after ? FileTest.UNCHANGED : "\n" + GraphPrinter.print(after);
  }

  private static void bless(FileTest test, Graph before, Graph after, List<Pass<Graph>> passes)
      throws IOException {
    test.bless(GraphPrinter.print(before), passes.isEmpty() ? null : expected(before, after));
  }

  private static void sameNumbers(FileTest test, Graph before, Graph after) {
    Map<String, Tensor> inputs =
        Inputs.of(before, test.sizes(), test.file().getFileName().hashCode());
    double tolerance = Double.parseDouble(test.header("TOLERANCE", "0"));
    SameNumbers.check(
        GraphInterpreter.run(before, inputs), GraphInterpreter.run(after, inputs), tolerance);
  }
}
