package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @Test
  void readsEveryKindOfValue() {
    String text = " {\"a\": [1, -2.5e3, true, false, null, \"x\\n\\u00e9\\\"\"], \"b\": {}} ";
    Object value = Json.read("t", text);
    assertEquals(
        Map.of("a", Arrays.asList(1L, -2500.0, true, false, null, "x\né\""), "b", Map.of()), value);
  }

  @Test
  void readsEmptyContainers() {
    assertEquals(List.of(), Json.read("t", "[ ]"));
    assertEquals(Map.of(), Json.read("t", "{ }"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | t, character 0: unexpected end",
        "[1 2] | t, character 3: ',' expected",
        "[1,] | t, character 3: a value expected",
        "{\"a\" 1} | t, character 5: ':' expected",
        "{\"a\":1,\"a\":2} | t, character 11: key \"a\" twice",
        "{a:1} | t, character 1: '\"' expected",
        "\"abc | t, character 4: unexpected end",
        "\"\\x\" | t, character 3: unknown escape \\x",
        "\"\\u12g4\" | t, character 6: four hexadecimal digits expected",
        "tru | t, character 0: \"true\" expected",
        "1 1 | t, character 2: nothing more expected",
        "99999999999999999999 | t, character 0: a value expected",
        "- | t, character 0: a value expected"
      })
  void saysWhereAndWhatIsWrong(String text, String message) {
    assertEquals(
        message, assertThrows(ModelException.class, () -> Json.read("t", text)).getMessage());
  }

  @Test
  void depthIsBounded() {
    String deep = "[".repeat(1_000_000);
    String message = assertThrows(ModelException.class, () -> Json.read("t", deep)).getMessage();
    assertEquals("t, character 64: nested deeper than 64", message);
  }
}
