package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormulaTest {
  private static final List<String> NAMES = List.of("batch", "seq");

  private static long value(String text) {
    return FormulaReader.read(text, NAMES).evaluate(new long[] {3, 7});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42 | 42",
        "seq | 7",
        " 2 * seq + 1 | 15",
        "1 + 2*seq*batch - 4 | 39",
        "10 - 2 - 3 | 5",
        "-(seq - 2*batch) | -1",
        "max(4*seq, 128)*batch | 384",
        "min(batch, seq, 2) | 2",
        "floordiv(-7, 2) | -4",
        "mod(-7, 2) | 1",
        "floordiv(seq + 3, batch) | 3",
        "((((seq)))) | 7"
      })
  void evaluates(String text, long expected) {
    assertEquals(expected, value(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | an integer or a name expected",
        "1 + | an integer or a name expected",
        "(1 | ')' expected",
        "1 2 | an operator expected",
        "width | no symbol is called \"width\"",
        "exp(1) | no function is called \"exp\"",
        "max(1) | ',' expected",
        "mod(1, 2, 3) | ')' expected",
        "9223372036854775808 | \"9223372036854775808\" is not an integer of 64 bits"
      })
  void saysWhatIsWrong(String text, String part) {
    String message =
        assertThrows(ModelException.class, () -> FormulaReader.read(text, NAMES)).getMessage();
    assertTrue(message.endsWith(": " + part), message);
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807 + seq",
    "4611686018427387904 * 2",
    "-9223372036854775807 - seq",
    "'floordiv(seq, batch - 3)'",
    "'mod(seq, 0)'"
  })
  void overflowAndDivisionByZeroThrow(String text) {
    assertThrows(ArithmeticException.class, () -> value(text));
  }

  @Test
  void longFormulasNeedNoStackAndDeepOnesAreRefused() {
    assertEquals(70_007, value("seq" + " + seq".repeat(10_000)));
    String deep = "(".repeat(100_000) + "1";
    assertThrows(ModelException.class, () -> FormulaReader.read(deep, NAMES));
    String negative = "-".repeat(100_000) + "1";
    assertThrows(ModelException.class, () -> FormulaReader.read(negative, NAMES));
  }

  @Test
  void constraintsCompare() {
    long[] values = {3, 7};
    for (String held :
        List.of(
            "seq <= 7", "seq >= 7", "batch < seq", "seq > 2*batch", "seq == 7", "batch != seq")) {
      assertTrue(Constraint.read(held, NAMES).holds(values), held);
      assertEquals(held, Constraint.read(held, NAMES).toString());
    }
    for (String broken :
        List.of("seq <= 6", "seq >= 8", "seq < seq", "seq > 7", "seq == batch", "seq != 7")) {
      assertFalse(Constraint.read(broken, NAMES).holds(values), broken);
    }
    assertThrows(ModelException.class, () -> Constraint.read("seq", NAMES));
  }

  @Test
  void knowsItsSymbols() {
    assertEquals(1, FormulaReader.read("seq", NAMES).symbol());
    assertEquals(-1, FormulaReader.read("2*seq", NAMES).symbol());
    assertTrue(FormulaReader.read("2*seq", NAMES).mentions(1));
    assertFalse(FormulaReader.read("2*seq", NAMES).mentions(0));
  }
}
