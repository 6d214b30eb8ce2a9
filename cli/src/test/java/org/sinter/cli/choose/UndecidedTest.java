package org.sinter.cli.choose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.frontend.text.PipelineReader;
import org.sinter.ir.DType;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.text.PipelineText;
import org.sinter.passes.compress.Quantize;

/** What is written keeps the user's words. */
class UndecidedTest {
  private static final PipelineText SHIPPED =
      PipelineReader.read("shipped", "pipeline base = canonicalize\npipeline standard = base");

  private static Undecided of(String steps) {
    return Undecided.of(PipelineReader.read("p", "pipeline chosen = " + steps).over(SHIPPED));
  }

  private static String text(PipelineText text) {
    return text.without(SHIPPED).toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "standard | standard, quantize {except = [w, \"a.b c\"]}",
        "standard, quantize {choose = auto} | standard, quantize {except = [w, \"a.b c\"]}",
        "base, quantize {least = 8, choose = auto, except = [x]}, fold-constants"
            + " | base, quantize {least = 8, except = [x, w, \"a.b c\"]}, fold-constants",
      })
  void optionsAndNamesAreKept(String given, String decided) {
    assertEquals("pipeline chosen = " + decided, text(of(given).except(List.of("w", "a.b c"))));
  }

  @Test
  void nothingLeftNeedsNoList() {
    assertEquals("pipeline chosen = standard, quantize", text(of("standard").except(List.of())));
  }

  @Test
  void nothingTakenNeedsNoPass() {
    assertEquals("pipeline chosen = standard", text(of("standard").none()));
    assertEquals(
        "pipeline chosen = quantize {except = [\"*\"]}",
        text(of("quantize {choose = auto}").none()));
  }

  @Test
  void ownPipelinesStayBesideIt() {
    PipelineText given =
        PipelineReader.read(
            "f",
            "pipeline mine = base, quantize {choose = auto}\n"
                + "pipeline first = fold-constants\n"
                + "pipeline all = first, mine, first");
    Undecided undecided = Undecided.of(given.over(SHIPPED));
    assertTrue(
        text(undecided.except(List.of("w")))
            .endsWith("pipeline all = first, base, quantize {except = [w]}, first"));
    assertEquals(2, undecided.at());
  }

  @Test
  void thePassHasItsOtherOptions() {
    Quantize pass = (Quantize) of("standard, quantize {choose = auto, embeddings = f32}").pass();
    assertEquals(DType.F32, pass.embeddings());
    assertEquals(new Quantize().weights(), pass.weights());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "standard, quantize {choose = most} | choose is most, expected auto",
        "quantize {choose = auto}, quantize {choose = auto} | choose = auto is given twice",
        "standard, quantize | the pipeline quantizes already",
        "canonicalize {choose = auto} | canonicalize has no weights that it could leave",
      })
  void whatCannotBeDecided(String given, String message) {
    CompileException e = assertThrows(CompileException.class, () -> of(given));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
