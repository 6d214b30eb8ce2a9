package org.sinter.passes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.ir.text.PipelineText.Step;
import org.sinter.passes.graph.FoldConstants;

class PipelinesTest {
  private static Step step(String name, Map<String, Object> options) {
    return new Step(name, options, Location.of("p.txt", 1, 1));
  }

  @Test
  void stepsBecomePasses() {
    Pipeline<Graph> pipeline =
        Pipelines.graphPipeline(
            "p",
            List.of(
                step("canonicalize", Map.of()),
                step("fold-constants", Map.of("eager", 12L)),
                step("fold-constants", Map.of())));
    assertEquals(new FoldConstants(12), pipeline.passes().get(1));
    assertEquals(new FoldConstants(), pipeline.passes().get(2));
  }

  @Test
  void unknownPassesAndOptionsNameThePlace() {
    for (Step step : List.of(step("fold", Map.of()), step("canonicalize", Map.of("x", 1L)))) {
      CompileException e =
          assertThrows(CompileException.class, () -> Pipelines.graphPipeline("p", List.of(step)));
      assertTrue(e.getMessage().startsWith("p.txt:1:1: error: "), e.getMessage());
    }
  }

  /** Compiling never measures: what is to be chosen by measuring is refused. */
  @Test
  void whatIsNotDecidedDoesNotRun() {
    for (String name : List.of("quantize", "to-bf16")) {
      Step auto = step(name, Map.of("choose", "auto"));
      CompileException e =
          assertThrows(CompileException.class, () -> Pipelines.graphPipeline("p", List.of(auto)));
      assertTrue(e.getMessage().startsWith("p.txt:1:1: error: " + name), e.getMessage());
      assertTrue(e.getMessage().contains("sinter choose"), e.getMessage());
    }
    Step other = step("quantize", Map.of("choose", "x"));
    CompileException e =
        assertThrows(CompileException.class, () -> Pipelines.graphPipeline("p", List.of(other)));
    assertTrue(e.getMessage().contains("choose is x, expected auto"), e.getMessage());
  }

  @Test
  void everyRaisingPassIsInTheStandardText() {
    for (Class<? extends Pass<Graph>> type : Pipelines.GRAPH_PASSES) {
      String name = org.sinter.ir.text.Records.name(type);
      boolean raises = name.startsWith("raise-");
      assertTrue(!raises || Pipelines.standardText().contains(name), name);
    }
  }
}
