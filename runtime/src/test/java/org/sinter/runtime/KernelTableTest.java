package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelTableTest {
  private static final Metadata MODEL =
      MetadataReader.read(
          "model.json",
          """
          {"format": 1, "abi": 3, "name": "m",
           "inputs": [{"name": "x", "type": "f32", "shape": ["n", "3"]}],
           "outputs": [{"name": "y", "type": "f32", "shape": ["n", "2"]}],
           "symbols": [{"name": "n", "min": 1}],
           "memory": {"arena": "0", "scratch": "0"},
           "profile": {"file": "profile.json", "calls": 2, "sha256": "%s"}}
          """
              .formatted("0".repeat(64)));

  private static final String JSON =
      """
      {"tables": [{"levels": ["v4", "v3"], "calls": [
        {"kernel": "product-0", "node": "/mm", "flops": "12*n", "bytes": "20*n + 24",
         "weights": "24"},
        {"kernel": "map-1", "node": "", "flops": "0", "bytes": "n*n*n*n", "weights": "0"}]}]}
      """;

  @Test
  void formulasOfTheLevelAreRead() {
    List<KernelCall> calls = KernelTable.read("profile.json", JSON, MODEL, "v3");
    Profile.Call first = calls.get(0).took(7, new long[] {10});
    assertEquals(new Profile.Call("product-0", "/mm", 7, 120, 224, 24), first);
    assertEquals(0, calls.get(1).took(7, new long[] {1L << 40}).bytes());
  }

  @Test
  void saysWhatIsWrong() {
    assertFails(JSON, "v2", "a table for level v2");
    assertFails(JSON.replace("12*n", "12*m"), "v4", "no symbol is called \"m\"");
    assertFails(JSON.replace("\"node\": \"\", ", ""), "v4", "node: a string expected");
    String one = "{\"kernel\": \"k\", \"node\": \"\", \"flops\": \"0\", \"bytes\": \"0\", ";
    String many = one + "\"weights\": \"0\"}, " + one;
    assertFails(
        JSON.replaceFirst("\\{\"kernel\": \"map", many + "\"weights\": \"0\"}, $0"),
        "v4",
        "at most 2");
  }

  private static void assertFails(String json, String level, String part) {
    ModelException e =
        assertThrows(
            ModelException.class, () -> KernelTable.read("profile.json", json, MODEL, level));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  @Test
  void mutatedTextNeverEscapes() {
    byte[] original = JSON.getBytes(StandardCharsets.UTF_8);
    int count = Mutation.count(5_000, "profile.json");
    int refused = 0;
    for (int seed = 0; seed < count; seed++) {
      String text = new String(Mutation.of(original, new Random(seed)), StandardCharsets.UTF_8);
      try {
        KernelTable.read("profile.json", text, MODEL, "v4");
      } catch (ModelException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
    assertTrue(refused > count / 2, "refused only " + refused);
  }
}
