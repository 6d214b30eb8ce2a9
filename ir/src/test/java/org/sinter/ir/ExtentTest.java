package org.sinter.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExtentTest {
  private static final Dim S = Dim.symbol("s");
  private static final Dim A = Dim.symbolFromZero("a");
  private static final Dim C = Dim.symbolFromZero("c");
  private static final Symbols SYMBOLS =
      new Symbols(Map.of(), Map.of("a", S.times(2), "c", A.times(3)), List.of());

  @Test
  void growsToTheBound() {
    assertEquals(S.times(8), SYMBOLS.most(A.times(4)));
    assertEquals(S.times(6), SYMBOLS.most(C));
  }

  @Test
  void whatIsTakenAwayMayBeNothing() {
    assertEquals(S.times(3), SYMBOLS.most(S.times(3).minus(A)));
    assertEquals(S, SYMBOLS.most(S.minus(A.times(C))));
  }

  @Test
  void quotients() {
    assertEquals(S, SYMBOLS.most(A.floorDiv(Dim.of(2))));
    assertEquals(S, SYMBOLS.most(S.floorDiv(A)));
  }

  @Test
  void othersStay() {
    Dim dim = S.floorDiv(Dim.of(3)).plus(1);
    assertSame(dim, SYMBOLS.most(dim));
  }
}
