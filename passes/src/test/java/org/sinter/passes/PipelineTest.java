package org.sinter.passes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.Formula;

class PipelineTest {
  /** Adds a suffix; an empty one changes nothing. */
  record AddText(String text) implements Pass<String> {
    @Override
    public String run(String ir, Context context) {
      return text.isEmpty() ? ir : ir + text;
    }
  }

  private static Pipeline<String> pipeline() {
    return new Pipeline<>("three", List.of(new AddText("a"), new AddText(""), new AddText("b")));
  }

  @Test
  void passesRunInOrder() {
    assertEquals("xab", pipeline().run("x", Context.silent()));
    assertEquals("add-text", new AddText("").name());
  }

  @Test
  void dumpsOnlyWhatChanged(@TempDir Path directory) throws IOException {
    pipeline().watchedBy(Dump.text(directory, "txt", s -> s)).run("x", Context.silent());
    try (var files = Files.list(directory)) {
      List<String> names = files.map(f -> f.getFileName().toString()).sorted().toList();
      assertEquals(List.of("01-add-text.txt", "03-add-text.txt"), names);
    }
    assertEquals("xab", Files.readString(directory.resolve("03-add-text.txt")));
  }

  @Test
  void stopsAndTimes() {
    List<String> lines = new ArrayList<>();
    Pipeline<String> timed =
        pipeline().watchedBy(new StopAfter<>(2)).watchedBy(new Time<>(lines::add));
    assertEquals("xa", timed.run("x", Context.silent()));
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).endsWith("(nothing changed)"));
  }

  private static Graph tanh() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 4));
    return b.build(List.of("y"), List.of(b.origin("here").add(new Apply(Unary.Function.TANH), x)));
  }

  /** Replaces every function by something of another shape. */
  record Break() implements Pass<Graph> {
    @Override
    public Graph run(Graph graph, Context context) {
      return Rules.quiet()
          .on(
              Apply.class,
              (b, op, in) -> new Formula(b).reduce(org.sinter.ir.op.Reducer.SUM, in.get(0), 0))
          .apply(graph);
    }
  }

  @Test
  void ourFaultNamesPassAndNode() {
    Pipeline<Graph> pipeline = new Pipeline<>("p", List.of(new Break()));
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> pipeline.run(tanh(), Context.silent()));
    assertTrue(e.getMessage().startsWith("pass break: at Apply"), e.getMessage());
    assertTrue(e.getMessage().contains("(here)"), e.getMessage());
  }

  /** Turns tanh and exp into each other for ever. */
  record Flip() implements Pass<Graph> {
    @Override
    public Graph run(Graph graph, Context context) {
      return Rules.quiet()
          .on(
              Apply.class,
              (b, op, in) ->
                  new Formula(b)
                      .apply(
                          op.function() == Unary.Function.TANH
                              ? Unary.Function.EXP
                              : Unary.Function.TANH,
                          in.get(0)))
          .apply(graph);
    }
  }

  /** Adds a node that the graph has later on, and then gives up. */
  record GiveUp() implements Pass<Graph> {
    @Override
    public Graph run(Graph graph, Context context) {
      return Rules.quiet()
          .on(
              Apply.class,
              (b, op, in) -> {
                new Formula(b).exp(in.get(0));
                return null;
              })
          .apply(graph);
    }
  }

  @Test
  void aRuleThatGivesUpChangesNothing() {
    Graph.Builder b = new Graph.Builder("g");
    Value x = b.param("x", TensorType.of(DType.F32, 4));
    Formula f = new Formula(b);
    Graph graph = b.build(List.of("y"), List.of(f.add(f.tanh(x), f.exp(x))));
    org.junit.jupiter.api.Assertions.assertSame(graph, new GiveUp().run(graph, Context.silent()));
  }

  @Test
  void rulesWithoutEndAreFound() {
    IllegalStateException e =
        assertThrows(IllegalStateException.class, () -> new Flip().run(tanh(), Context.silent()));
    assertTrue(e.getMessage().contains("no end"), e.getMessage());
  }

  @Test
  void explainKeepsRemarks() {
    Explain explain = new Explain();
    Pass<Graph> pass =
        new Pass<>() {
          @Override
          public Graph run(Graph ir, Context context) {
            context.missed(ir.nodes().get(0), "no reason");
            return ir;
          }

          @Override
          public String name() {
            return "look";
          }
        };
    new Pipeline<>("p", List.of(pass)).run(tanh(), explain.context());
    assertEquals(1, explain.remarks().size());
    assertTrue(explain.remarks().get(0).toString().startsWith("look missed at Apply"));
  }

  @Test
  void verifyAcceptsAGoodGraph() {
    Verify.check(tanh());
  }
}
