package org.sinter.cli.bench;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Symbol;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

class InputMakerTest {
  private static final List<TensorSpec> INPUTS =
      List.of(
          new TensorSpec("ids", ElementType.I64, List.of("batch", "seq")),
          new TensorSpec("attention_mask", ElementType.I32, List.of("batch", "seq")),
          new TensorSpec("types", ElementType.I64, List.of("batch", "2*seq")),
          new TensorSpec("x", ElementType.F32, List.of("3")));

  private static final List<Symbol> SYMBOLS =
      List.of(new Symbol("batch", 1, Long.MAX_VALUE, null), new Symbol("seq", 2, 64, null));

  @Test
  void indicesAreInRangeAndMasksAreOne() {
    InputMaker maker =
        new InputMaker(
            List.of("ids out of range: 50 rows of table (node /a)", "index out of range: x"));
    Map<String, Tensor> made = maker.make(INPUTS, Shape.parse("batch=2,seq=30", SYMBOLS));
    long[] ids = made.get("ids").longs();
    assertEquals(60, ids.length);
    assertTrue(Arrays.stream(ids).allMatch(id -> id >= 0 && id < 50), Arrays.toString(ids));
    assertTrue(Arrays.stream(ids).distinct().count() > 10);
    assertTrue(Arrays.stream(made.get("attention_mask").ints()).allMatch(m -> m == 1));
    assertArrayEquals(new long[120], made.get("types").longs());
    assertTrue(made.get("x").floats()[0] != made.get("x").floats()[1]);
    long[] again = maker.make(INPUTS, Shape.parse("batch=2,seq=30", SYMBOLS)).get("ids").longs();
    assertArrayEquals(ids, again);
  }

  @Test
  void hugeInputsAreRefused() {
    Shape shape = new Shape(Map.of("batch", 1L << 40, "seq", 1L << 30));
    assertThrows(RuntimeException.class, () -> new InputMaker(List.of()).make(INPUTS, shape));
  }

  @Test
  void defaultsKeepTheSymbolsRanges() {
    List<Shape> shapes = Shape.defaults(SYMBOLS, INPUTS);
    assertEquals("[batch=1,seq=8, batch=1,seq=64, batch=8,seq=64]", shapes.toString());
    assertEquals("[fixed]", Shape.defaults(List.of(), List.of()).toString());
    Symbol found = new Symbol("found", 0, 9, "batch");
    assertEquals("[fixed]", Shape.defaults(List.of(found), INPUTS).toString());
  }
}
