package org.sinter.frontend.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.text.PipelineText;
import org.sinter.ir.text.PipelineText.Step;

class PipelineTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "a, b-c {x = 1}",
        "a {x = -1, y = 1.0e-12, z = -inf, w = [true, i8-per-row, \"a b\", [], nan, \"true\"]}",
        "pipeline tiny-int8 = standard, prune-heads {keep = 0.75}\npipeline other = tiny-int8, layout",
      })
  void readsBack(String text) {
    assertEquals(text, PipelineReader.read("test.pipeline", text).toString());
  }

  @Test
  void optionsAreValues() {
    String text = "a {i = 1, d = 0.5, t = true, s = per-row, l = [1, 2]} // comment";
    Map<String, Object> expected =
        Map.of("i", 1L, "d", 0.5, "t", true, "s", "per-row", "l", List.of(1L, 2L));
    Step step = PipelineReader.read("test.pipeline", text).steps().get(0);
    assertEquals(expected, step.options());
    assertEquals("test.pipeline:1:1", step.location().toString());
  }

  @Test
  void namesOfPipelinesAreReplaced() {
    PipelineText text =
        PipelineReader.read("t", "pipeline a = x, y\npipeline b = a, z, a\npipeline c = b");
    assertEquals(List.of("x", "y", "z", "x", "y"), text.steps().stream().map(Step::name).toList());
    assertEquals(List.of("x", "y"), text.steps("a").stream().map(Step::name).toList());
  }

  /** Only the name of the pipeline that the step is in gives way. */
  @Test
  void oneStepBecomesAnother() {
    PipelineText text =
        PipelineReader.read("t", "pipeline a = x, y\npipeline b = a, z, a\npipeline c = b, a, w");
    List<Step> other = PipelineReader.read("o", "n {i = 1}, o").steps();
    List<String> expected =
        List.of(
            "n {i = 1}, o, y, z, a, a, w",
            "x, n {i = 1}, o, z, a, a, w",
            "a, n {i = 1}, o, a, a, w");
    for (int i = 0; i < expected.size(); i++) {
      PipelineText with = text.with(i, other);
      assertEquals("pipeline c = " + expected.get(i), with.without(text).toString());
    }
    assertEquals("pipeline c = b, a", text.with(7, List.of()).without(text).toString());
  }

  @Test
  void stepsWithOtherOptions() {
    Step step = PipelineReader.read("t", "a {x = 1, l = [p]}").steps().get(0);
    assertEquals("a {l = [p]}", step.without("x").toString());
    assertEquals("a {x = 1, l = [p, \"q r\"]}", step.adding("l", List.of("q r")).toString());
    assertEquals("a {x = 1, l = [p], m = [q]}", step.adding("m", List.of("q")).toString());
    assertEquals(step, step.adding("m", List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a, | 1:3: error: found the end of the text, expected a name",
        "a {x} | 1:5: error: found }, expected =",
        "a {x = 99999999999999999999} | 1:8: error: an integer of more than 64 bits",
        "a {x = 1, x = 2} | 1:11: error: option x is given twice",
        "pipeline a = b pipeline a = c | 1:25: error: pipeline a is defined twice",
        "include \"x\" | 1:9: error: only a file can include others",
        "pipeline a = b pipeline b = a | 1:14: error: pipeline b contains itself: [b, a]",
        "pipeline a = x pipeline b = a {y = 1} | 1:29: error: pipeline a has no options",
        "a {x = \"\\q\"} | 1:8: error: found a string without end or with an unknown escape",
      })
  void namesTheFault(String text, String error) {
    CompileException e =
        assertThrows(CompileException.class, () -> PipelineReader.read("t", text).steps());
    assertEquals("t:" + error, e.getMessage().lines().findFirst().orElseThrow());
  }

  @Test
  void namesThatStandForTooMuchAreRefused() {
    StringBuilder text = new StringBuilder("pipeline p0 = x, x");
    for (int i = 1; i < 60; i++) {
      text.append(" pipeline p%d = p%d, p%d".formatted(i, i - 1, i - 1));
    }
    PipelineText read = PipelineReader.read("t", text.toString());
    assertThrows(CompileException.class, read::steps);
    String deep = "a {x = " + "[".repeat(100_000);
    assertThrows(CompileException.class, () -> PipelineReader.read("t", deep));
  }

  @Test
  void includesWhatLiesBeside(@TempDir Path directory) throws IOException {
    Files.createDirectory(directory.resolve("in"));
    Files.writeString(directory.resolve("base.pipeline"), "pipeline base = x, y");
    Files.writeString(
        directory.resolve("in/a.pipeline"), "include \"a.pipeline\" pipeline a = base");
    Path main = directory.resolve("main.pipeline");
    Files.writeString(
        main, "include \"base.pipeline\" include \"in/a.pipeline\" pipeline main = a, z");
    List<Step> steps = PipelineReader.read(main).steps();
    assertEquals(List.of("x", "y", "z"), steps.stream().map(Step::name).toList());
    Path inner = directory.resolve("in/b.pipeline");
    Files.writeString(inner, "include \"../base.pipeline\"");
    CompileException e = assertThrows(CompileException.class, () -> PipelineReader.read(inner));
    assertTrue(e.getMessage().contains("outside the directory"), e.getMessage());
  }
}
