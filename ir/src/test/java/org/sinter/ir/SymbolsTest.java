package org.sinter.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Symbols.Constraint;

class SymbolsTest {
  private static final Dim SEQ = Dim.symbol("seq");
  private static final Dim BATCH = Dim.symbol("batch");

  private static Constraint atMost(Dim a, long b) {
    return new Constraint(a, false, Dim.of(b));
  }

  /** A table of 98 positions from the third one on bounds a length to 96. */
  @Test
  void constraintsOnOneSymbolBoundIt() {
    List<Constraint> constraints =
        List.of(
            atMost(SEQ.plus(2), 98),
            atMost(SEQ, 500),
            atMost(SEQ.times(BATCH), 50),
            new Constraint(BATCH, false, SEQ));
    Symbols symbols = new Symbols(Map.of(), Map.of(), constraints);
    assertEquals(96, symbols.most("seq"));
    assertNull(symbols.most("batch"));
  }

  @Test
  void itsOwnBoundMayBeLess() {
    Symbols symbols = new Symbols(Map.of("seq", 64L), Map.of(), List.of(atMost(SEQ, 96)));
    assertEquals(64, symbols.most("seq"));
    assertEquals(7, new Symbols(Map.of("seq", 7L), Map.of(), List.of()).most("seq"));
  }
}
