package org.sinter.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;
import org.sinter.runtime.ElementType;
import org.sinter.runtime.Symbol;
import org.sinter.runtime.TensorSpec;

/** Data files of every kind as batches, and what is said of wrong ones. */
class DataFileTest {
  private static final String TOKENIZER =
      """
      {"version": "1.0", "pre_tokenizer": {"type": "Whitespace"},
       "model": {"type": "WordLevel", "unk_token": "?",
         "vocab": {"?": 0, "a": 1, "b": 2, "c": 3, "text": 4, "label": 5}}}
      """;

  @TempDir Path directory;

  private Dataset read(String name, String contents, String columns) throws IOException {
    Path json = Files.writeString(directory.resolve("tokenizer.json"), TOKENIZER);
    Path file = Files.writeString(directory.resolve(name), contents);
    try (Tokenizer tokenizer = Tokenizer.find(directory.resolve("model.onnx"), null, 4)) {
      assertTrue(Files.exists(json));
      return DataFile.read(
          file, new Reading(tokenizer, null, columns, Integer.MAX_VALUE, Reading.WINDOW));
    }
  }

  private String fault(String name, String contents, String columns) {
    return assertThrows(CompileException.class, () -> read(name, contents, columns)).getMessage();
  }

  private static Ports ports(ElementType type, String... names) {
    List<TensorSpec> inputs = new ArrayList<>();
    for (String name : names) {
      inputs.add(new TensorSpec(name, type, List.of("batch", "seq")));
    }
    return new Ports(inputs, List.of(), List.of(new Symbol("seq", 1, 40, null)));
  }

  private static List<Batch> batches(Dataset data, Ports ports) {
    List<Batch> batches = new ArrayList<>();
    data.batches(ports).forEach(batches::add);
    return batches;
  }

  @Test
  void pairsWithScores() throws IOException {
    Dataset data = read("p.csv", "\"a, \"\"b\n\",c,4.5\n\nb,a c,0\n", null);
    assertEquals(Form.PAIRS, data.form());
    assertArrayEquals(new double[] {4.5, 0}, data.gold());
    Ports ports = ports(ElementType.I32, "input_ids", "attention_mask", "position_ids");
    Batch batch = batches(data, ports).get(0);
    assertArrayEquals(new int[] {0, 1, 1, 0}, batch.units());
    assertArrayEquals(new int[] {1, 0, 1, 0}, batch.places());
    // shortest first, cut to 4 tokens: "c", "b", "a c", "a, "b"
    assertArrayEquals(
        new int[] {3, 0, 0, 0, 2, 0, 0, 0, 1, 3, 0, 0, 1, 0, 0, 2},
        batch.inputs().get("input_ids").ints());
    assertArrayEquals(
        new int[] {1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1},
        batch.inputs().get("attention_mask").ints());
    assertArrayEquals(
        new int[] {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3},
        batch.inputs().get("position_ids").ints());
    assertEquals(8, batch.tokens().shown().cardinality());
  }

  @Test
  void columnsOfLabels() throws IOException {
    assertArrayEquals(new double[] {1, 0}, read("l.tsv", "label\ttext\n1\ta\n0\tb", null).gold());
    assertArrayEquals(new double[] {2}, read("l.tsv", "a b\t2\n", null).gold());
    assertArrayEquals(
        new double[] {1, 0}, read("l.tsv", "x\t1\t\ta\nx\t0\t*\tb", "label=2,text=4").gold());
    Dataset pairs = read("l.csv", "id,premise,hypothesis,label\n7,a,b c,2\n", null);
    assertEquals(Form.LABELS, pairs.form());
    Batch batch = batches(pairs, ports(ElementType.I64, "input_ids", "token_type_ids")).get(0);
    assertArrayEquals(new long[] {1, 2, 3}, batch.inputs().get("input_ids").longs());
  }

  @Test
  void linesAreTextsOrIds() throws IOException {
    Dataset texts = read("t.txt", "text\na b\n", null);
    assertEquals(2, texts.units());
    assertEquals(Form.TEXTS, texts.form());
    Dataset ids = read("i.txt", "1 2 3\n65536\n", null);
    assertEquals(Form.IDS, ids.form());
    Batch batch = batches(ids, ports(ElementType.I64, "input_ids")).get(0);
    assertArrayEquals(new long[] {65536, 0, 0, 1, 2, 3}, batch.inputs().get("input_ids").longs());
  }

  @Test
  void streamsAreCutIntoWholeWindows() throws IOException {
    Path file = Files.write(directory.resolve("s.u16"), new byte[] {1, 0, 2, 1, 3, 0, 4, 0, 5, 0});
    Dataset data = DataFile.read(file, new Reading(null, null, null, 9, 2));
    assertEquals(2, data.units());
    Batch batch = batches(data, ports(ElementType.I64, "input_ids")).get(0);
    assertArrayEquals(new long[] {1, 258, 3, 4}, batch.inputs().get("input_ids").longs());
  }

  @Test
  void tensorsAreCases() throws IOException {
    Path file = directory.resolve("c.safetensors");
    Tensor mask = Tensor.of(new long[] {0, 1, 1, 1, 1, 0}, 2, 3);
    Tensor out = Tensor.of(new float[] {1, 2}, 2);
    TensorSet.write(
        file,
        Map.of("in.input_ids", mask, "in.attention_mask", mask, "out.y", out, "in.extra", out));
    Dataset data = DataFile.read(file, Reading.with(null));
    Ports ports = ports(ElementType.I64, "input_ids", "attention_mask");
    Batch batch = batches(data, ports).get(0);
    assertEquals(2, batch.inputs().size());
    assertEquals("{1, 2, 3, 4}", batch.tokens().shown().toString());
    assertArrayEquals(new float[] {1, 2}, batch.expected().get("y").floats());
    String fault =
        assertThrows(
                IllegalArgumentException.class, () -> batches(data, ports(ElementType.F32, "x")))
            .getMessage();
    assertTrue(fault.contains("no tensor in.x"), fault);
  }

  @Test
  void batchesThatTheModelFixesAreFilled() throws IOException {
    TensorSpec ids = new TensorSpec("ids", ElementType.I64, List.of("2", "3"));
    Ports ports = new Ports(List.of(ids), List.of(), List.of());
    assertEquals(3, ports.longest());
    List<Batch> batches = batches(read("t.txt", "a\nb\nc\n", null), ports);
    assertArrayEquals(new int[] {2, -1}, batches.get(1).units());
    assertArrayEquals(new long[] {3, 0, 0, 3, 0, 0}, batches.get(1).inputs().get("ids").longs());
  }

  @Test
  void withoutPaddingThereAreLengths() throws IOException {
    TensorSpec ids = new TensorSpec("input_ids", ElementType.I64, List.of("tokens"));
    TensorSpec lengths = new TensorSpec("lengths", ElementType.I64, List.of("batch"));
    Ports ports = new Ports(List.of(ids, lengths), List.of(), List.of());
    Batch batch = batches(read("t.txt", "a b\nc\n", null), ports).get(0);
    assertArrayEquals(new long[] {3, 1, 2}, batch.inputs().get("input_ids").longs());
    assertArrayEquals(new long[] {1, 2}, batch.inputs().get("lengths").longs());
    assertArrayEquals(new int[] {0, 1, 3}, batch.tokens().starts());
  }

  @Test
  void faultsNameTheLine() {
    assertTrue(fault("p.csv", "a,b,1\nb,c,x\n", null).contains("columns"));
    String columns = "sentence1=1,sentence2=2,score=3";
    assertTrue(
        fault("p.csv", "a,b,1\nb,c,x\n", columns).contains("p.csv: line 2: error: score 'x'"));
    assertTrue(
        fault("p.csv", "a,b,1\n\nb,c\n", columns).contains("line 3: error: expected column 3"));
    assertTrue(fault("p.csv", "a,b,1\n\"b,c,2\n", null).contains("line 2: error: a quote"));
    assertTrue(fault("l.tsv", "a\t1\nb\t1.5\n", null).contains("line 2: error: label '1.5'"));
    assertTrue(fault("x.json", "", null).contains("unknown kind of data"));
    assertTrue(fault("t.txt", "", null).contains("no rows"));
    assertTrue(fault("s.u16", "abc", null).contains("3 bytes"));
  }

  @Test
  void textsWantATokenizer() throws IOException {
    Path file = Files.writeString(directory.resolve("t.txt"), "a\n");
    String fault =
        assertThrows(IllegalArgumentException.class, () -> DataFile.read(file, Reading.with(null)))
            .getMessage();
    assertTrue(fault.contains("--tokenizer"), fault);
    Path broken = Files.writeString(directory.resolve("tokenizer.json"), "{");
    assertThrows(IOException.class, () -> Tokenizer.of(broken, 8));
  }
}
