package org.sinter.passes.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.ir.DType;
import org.sinter.ir.diag.CompileException;

/** Tuning records read and print, and the special counts more than the general. */
class TuningTest {
  private static final Tile PLAIN = Tile.of(64, 32);

  private static final String TEXT =
      """
      v4 {rows = 6, chunk = 48} finished
      v4 f32 {vectors = 2}
      v4 f32 384x1536 {ahead = 0}
      v4+vnni+bf16 {rows = 4}
      """;

  private static Tuning read(String text) {
    return TuningReader.read("t", text);
  }

  @Test
  void printsWhatItReads() {
    assertEquals(TEXT, read("# a comment\n\n" + TEXT.replace("\n", "  # why\n")).toString());
    assertEquals(List.of(), read("").entries());
  }

  @Test
  void shippedRecordCoversAllLevels() {
    Tuning shipped = Tuning.shipped();
    for (String level : List.of("v2", "v3", "v4", "neon")) {
      Map<Knob, Integer> knobs = shipped.find(level, null).knobs();
      assertEquals(Knob.values().length, knobs.size(), level + " " + knobs);
    }
  }

  @Test
  void specialAfterGeneral() {
    Schedule v4 = read(TEXT).at("v4", PLAIN);
    Tuning.Product wide = new Tuning.Product(DType.F32, 384, 1536);
    Tuning.Product square = new Tuning.Product(DType.F32, 384, 384);
    Tuning.Product half = new Tuning.Product(DType.BF16, 384, 1536);
    assertEquals(PLAIN.with(Map.of(Knob.ROWS, 6, Knob.CHUNK, 48)), v4.tile());
    assertEquals(v4.tile(), v4.product(half));
    assertEquals(v4.tile().with(Map.of(Knob.VECTORS, 2)), v4.product(square));
    assertEquals(v4.product(square).with(Map.of(Knob.AHEAD, 0)), v4.product(wide));
  }

  @Test
  void featuresAddToTheirBase() {
    Schedule better = read(TEXT).at("v4+vnni+bf16", PLAIN);
    assertEquals(PLAIN.with(Map.of(Knob.ROWS, 4, Knob.CHUNK, 48)), better.tile());
    assertEquals(PLAIN, read(TEXT).at("v3", PLAIN).tile());
  }

  @Test
  void chunkIsWholeTiles() {
    assertEquals(66, PLAIN.with(Map.of(Knob.ROWS, 6)).chunk());
  }

  @Test
  void overAnother() {
    Tuning own = read("v4 {rows = 2}\nv3 {rows = 1}");
    assertEquals(
        "v4 f32 {vectors = 2}\nv4 f32 384x1536 {ahead = 0}\nv4+vnni+bf16 {rows = 4}\n"
            + "v4 {rows = 2, chunk = 48}\nv3 {rows = 1}\n",
        own.over(read(TEXT)).toString());
    assertEquals("v4 {rows = 2}\n", own.of(List.of("v4+vnni+bf16")).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v4 rows = 8|no entry",
        "v4 {rows = 8|no entry",
        "v4 {rows = 8} done|no entry",
        "v4 f32 384 {rows = 8}|no entry",
        "v4 {rows}|expected knob = value, found 'rows'",
        "v4 {rows = 8,}|expected knob = value, found ''",
        "v4 {rows = -8}|expected knob = value",
        "v4 {rows = 33}|rows is 33, expected 1 to 32",
        "v4 {rows = 8, rows = 8}|rows is given twice",
        "v4 {colour = 8}|unknown knob colour",
        "v4 q4 {rows = 8}|unknown element type q4",
        "v4 {}|a second line for the same level",
      })
  void errorsNameTheLine(String line, String message) {
    CompileException e =
        assertThrows(CompileException.class, () -> read("v4 {}\n# comment\n" + line));
    assertTrue(e.getMessage().startsWith("t:3:1"), e.getMessage());
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void longTextIsRefused() {
    assertThrows(CompileException.class, () -> read("\n".repeat(10_001)));
    assertThrows(CompileException.class, () -> read("v4 {" + "rows = 1, ".repeat(1000) + "}"));
  }
}
