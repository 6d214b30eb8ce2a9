package org.sinter.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataTest {
  private static final String HASH = "0123456789abcdef".repeat(4);
  static final String JSON =
      """
      {"format": 1, "abi": 3, "sinter": "0.1.0", "name": "minilm", "pipeline": "standard",
       "inputs": [{"name": "ids", "type": "i64", "shape": ["batch", "seq"]},
                  {"name": "mask", "type": "i64", "shape": ["batch", "seq + 1"]}],
       "outputs": [{"name": "out", "type": "f32", "shape": ["found", "384"]}],
       "symbols": [{"name": "batch", "min": 1}, {"name": "seq", "min": 1, "max": 512},
                   {"name": "found", "min": 0, "measured": "batch*seq"}],
       "constraints": ["batch*seq <= 2000"],
       "checks": ["ids: index out of range for 30522 rows"],
       "memory": {"arena": "max(4*seq, 128)*batch", "scratch": "64*seq"},
       "weights": [{"file": "weights-0.bin", "bytes": 90000000, "sha256": "HASH"}],
       "libraries": [{"system": "linux-x86_64", "file": "linux-x86_64.so", "sha256": "HASH",
                      "levels": ["v4", "v3", "v2"]}],
       "sources": [{"file": "model.onnx", "sha256": "HASH"}]}
      """
          .replace("HASH", HASH);

  static Metadata model() {
    return MetadataReader.read("model.json", JSON);
  }

  @Test
  void readsTheExampleOfTheAbi() {
    Metadata model = model();
    assertEquals("minilm", model.name());
    assertEquals("ids: i64[batch, seq]", model.inputs().get(0).spec().toString());
    assertEquals(
        "[1 <= batch, 1 <= seq <= 512, 0 <= found <= batch*seq]", model.symbols().toString());
    assertEquals(3 * 128, model.arena().evaluate(new long[] {3, 7, 21}));
    assertEquals(90_000_000, model.weights().get(0).bytes());
    assertEquals("linux-x86_64.so", model.library("linux-x86_64").file());
    assertEquals(
        "model minilm has no code for plan9-vax, only for linux-x86_64",
        assertThrows(ModelException.class, () -> model.library("plan9-vax")).getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"format\": 1 | \"format\": 2 | format is 2, this runtime reads 1",
        "\"i64\" | \"i65\" | type: an element type, not \"i65\", expected",
        "\"mask\" | \"ids\" | names, each once",
        "\"seq + 1\" | \"width\" | no symbol is called \"width\"",
        "weights-0.bin | ../x | file: a plain file name expected",
        "\"0123 | \"012X | 64 lower-case hexadecimal digits expected",
        "90000000 | -1 | bytes: 0 to",
        "\"batch\", \"min\": 1 | \"seq\", \"min\": 1 | symbols, each once",
        "[\"batch\", | [\"seq\", | an input dim that is batch",
        "\"measured\": \"batch*seq\" | \"measured\": \"found\" | a bound of found without found",
        "\"max\": 512 | \"max\": 0 | 0 <= min <= max",
        "\"name\": \"minilm\" | \"name\": 3 | name: a string expected",
        "\"memory\": { | \"memories\": { | memory: an object expected"
      })
  void saysWhatIsWrong(String from, String to, String part) {
    assertTrue(JSON.contains(from), from);
    ModelException e =
        assertThrows(
            ModelException.class, () -> MetadataReader.read("model.json", JSON.replace(from, to)));
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** Whatever the bytes, the reader gives a model or a {@link ModelException}. */
  @Test
  void mutatedTextNeverEscapes() {
    byte[] original = JSON.getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    int count = Mutation.count(20_000, "model.json");
    for (int seed = 0; seed < count; seed++) {
      String text = new String(Mutation.of(original, new Random(seed)), StandardCharsets.UTF_8);
      try {
        MetadataReader.read("model.json", text);
      } catch (ModelException e) {
        refused++;
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
    assertTrue(refused > count / 2, "refused only " + refused);
  }
}
