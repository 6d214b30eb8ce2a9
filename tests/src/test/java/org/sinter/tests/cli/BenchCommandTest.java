package org.sinter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtEnvironment;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.cli.JsonReader;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** {@code sinter bench} and {@code run --profile} as a user calls them; nothing is timed. */
class BenchCommandTest extends CommandTest {
  @TempDir static Path directory;
  private static Path onnx;
  private static Path jar;

  @BeforeAll
  static void compile() throws IOException {
    onnx = Files.write(directory.resolve("small.onnx"), SmallOnnx.bytes());
    jar = directory.resolve("small.jar");
    assertEquals(
        0, new BenchCommandTest().sinter("compile", onnx, "-o", jar, "--target", "linux-x86_64"));
  }

  /** A few short blocks. */
  private int bench(Object... more) {
    Object[] all = new Object[more.length + 7];
    Object[] first = {"bench", jar, "--rounds", 2, "--seconds", 0, "--threads=1"};
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return sinter(all);
  }

  private static Path peer() throws Exception {
    return Path.of(
        OrtEnvironment.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Map<?, ?> first(Map<?, ?> map, String list) {
    return (Map<?, ?>) ((List<?>) map.get(list)).get(0);
  }

  @Test
  void jsonHasTheSameNamesEveryTime() throws Exception {
    Path json = directory.resolve("small.json");
    int done =
        bench(
            "--shape", "rows=5", "--peer", "onnx:" + onnx, "--onnxruntime", peer(), "--json", json);
    assertEquals(0, done, err::toString);
    Map<String, Object> root = JsonReader.object(Files.readAllBytes(json));
    assertEquals(Set.of("format", "model", "level", "machine", "method", "rows"), root.keySet());
    assertEquals("small.jar", root.get("model"));
    Map<?, ?> row = first(root, "rows");
    assertEquals(
        List.of(
            "shape",
            "threads",
            "ms",
            "flops",
            "weightBytes",
            "gflops",
            "ofPeak",
            "weightRate",
            "ofBandwidth",
            "limits",
            "peers",
            "kernels"),
        List.copyOf(row.keySet()));
    assertEquals("rows=5", row.get("shape"));
    assertEquals(2.0 * 5 * 3 * 2, row.get("flops"));
    assertEquals(24.0, row.get("weightBytes"));
    Map<?, ?> peer = first(row, "peers");
    assertEquals(List.of("name", "ms", "ratio", "low", "high"), List.copyOf(peer.keySet()));
    assertTrue(peer.get("name").toString().startsWith("onnxruntime 1."), peer.toString());
    assertTrue((double) peer.get("low") <= (double) peer.get("ratio"), peer.toString());
    Map<?, ?> kernel = first(row, "kernels");
    assertEquals(
        List.of(
            "kernel",
            "calls",
            "ms",
            "flops",
            "bytes",
            "weightBytes",
            "gflops",
            "rate",
            "ofLimit",
            "nodes"),
        List.copyOf(kernel.keySet()));
    assertEquals("product-0", kernel.get("kernel"));
  }

  @Test
  void pageIsWellFormedAndNeedsNothingElse() throws Exception {
    Path html = directory.resolve("small.html");
    assertEquals(0, bench("--against", jar, "--profile", "--html", html), err::toString);
    assertTrue(out.toString().contains("times faster"), out.toString());
    assertTrue(out.toString().contains("of limit"), out.toString());
    String text = Files.readString(html);
    Document page = wellFormed(text.replaceFirst("<!DOCTYPE html>", ""));
    NodeList rows = page.getElementsByTagName("table").item(0).getChildNodes();
    assertEquals(2, rows.getLength() / 2); // head and body
    assertEquals(4, page.getElementsByTagName("svg").getLength()); // shapes 8 and 128 have kernels
    assertFalse(text.contains("<script"), text);
    String rest = text.replace("http://www.w3.org/2000/svg", "");
    assertFalse(rest.contains("http:") || rest.contains("https:") || rest.contains("url("), rest);
    assertTrue(text.contains("prefers-color-scheme: dark"), text);
    assertTrue(text.contains("width=device-width"), text);
  }

  private static Document wellFormed(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void reportIsShownAgainInAPage() throws Exception {
    Path json = directory.resolve("again.json");
    assertEquals(0, bench("--shape", "rows=3", "--json", json), err::toString);
    String table = out.toString();
    Path page = directory.resolve("page.md");
    Files.writeString(page, "# Before\n<!-- bench -->\nold\n<!-- end -->\nafter\n");
    out.getBuffer().setLength(0);
    assertEquals(
        0, sinter("bench", "--from", json, "--profile", "--markdown", page), err::toString);
    assertTrue(out.toString().startsWith(table), out.toString());
    String text = Files.readString(page);
    assertTrue(text.startsWith("# Before\n<!-- bench -->\n\nsmall.jar, code for "), text);
    assertTrue(text.endsWith("\n<!-- end -->\nafter\n") && !text.contains("old"), text);
    assertTrue(text.contains("| rows=3 | 1 | "), text);
    for (String plot : List.of("times", "roofline", "kernels-rows-3-1")) {
      assertTrue(text.contains("(page/" + plot + ".svg)"), text);
      wellFormed(Files.readString(directory.resolve("page/" + plot + ".svg")));
    }
    Path bare = Files.writeString(directory.resolve("bare.md"), "no markers");
    assertEquals(1, sinter("bench", "--from", json, "--markdown", bare));
    assertTrue(err.toString().contains("<!-- bench -->"), err.toString());
    assertEquals(0, sinter("bench", "--from", json, "--from", json), err::toString);
    assertTrue(out.toString().endsWith(lastLine(table) + lastLine(table)), out.toString());
    Path broken = Files.writeString(directory.resolve("broken.json"), "{\"format\": 1}");
    assertEquals(1, sinter("bench", "--from", broken));
    assertTrue(err.toString().contains("broken.json: rows: expected a list"), err.toString());
  }

  private static String lastLine(String text) {
    return text.substring(text.lastIndexOf('\n', text.length() - 2) + 1);
  }

  @Test
  void inputsCanComeFromAFile() throws Exception {
    Path in = directory.resolve("given.npz");
    TensorSet.write(in, Map.of("x", Tensor.of(new float[12], 4, 3)));
    assertEquals(0, bench("--inputs", in, "--against", jar), err::toString);
    assertTrue(out.toString().contains("given.npz"), out.toString());
    TensorSet.write(in, Map.of("z", Tensor.of(new float[12], 4, 3)));
    assertEquals(1, bench("--inputs", in));
    assertTrue(err.toString().contains("small.jar wants an input x: f32"), err.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--shape rows | 1 | expected symbols and values",
        "--shape rows=1,columns=2 | 1 | the model's symbols are",
        "--shape rows=0 | 1 | expected 1 <= rows",
        "--rounds 0 | 1 | at least one round",
        "--threads 0 --shape rows=1 | 1 | threads: 1 to",
        "--level v9 | 1 | no level v9",
        "--peer tf:model | 2 | expected onnx:FILE",
        "--peer onnx:missing.onnx | 1 | missing.onnx: no such file",
        "--from x.json | 2 | expected MODEL.jar or --from F",
        "--against missing.jar | 1 | missing.jar",
      })
  void whatIsWrongIsSaid(String options, int code, String part) {
    List<Object> all = new ArrayList<>(List.of("bench", jar, "--seconds=0"));
    all.addAll(List.of(options.split(" ")));
    all.addAll(options.contains("--rounds") ? List.of() : List.of("--rounds=1"));
    all.addAll(options.contains("--threads") ? List.of() : List.of("--threads=1"));
    assertEquals(code, sinter(all.toArray()), out + "" + err);
    assertTrue(err.toString().contains(part), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void peerThatCannotBeHadIsAClearError() throws Exception {
    assertEquals(1, bench("--peer", "onnx:" + onnx, "--onnxruntime", "missing.jar"));
    assertTrue(err.toString().contains("missing.jar: no such file"), err.toString());
    assertEquals(1, bench("--peer", "onnx:" + onnx, "--onnxruntime", jar));
    assertTrue(err.toString().contains("is no ONNX Runtime that can be used"), err.toString());
    Path garbage = Files.write(directory.resolve("garbage.onnx"), new byte[] {1, 2, 3});
    assertEquals(1, bench("--peer", "onnx:" + garbage, "--onnxruntime", peer()));
    assertTrue(err.toString().contains("ONNX Runtime: "), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void runSaysWhereItsTimeGoes() throws Exception {
    Path in = directory.resolve("in.npz");
    TensorSet.write(in, Map.of("x", Tensor.of(new float[12], 4, 3)));
    String[] run = {"run", jar.toString(), "--inputs", in.toString(), "--threads=1"};
    assertEquals(2, sinter((Object[]) run));
    assertTrue(err.toString().contains("--outputs F or --profile"), err.toString());
    assertEquals(0, sinter(run[0], run[1], run[2], run[3], "--profile", "--seconds=0"));
    assertTrue(out.toString().contains("product-0"), out.toString());
    out.getBuffer().setLength(0);
    assertEquals(0, sinter(run[0], run[1], run[2], run[3], "--profile", "--seconds=0", "--json"));
    Map<String, Object> root = JsonReader.object(out.toString().getBytes(StandardCharsets.UTF_8));
    assertEquals(2.0 * 4 * 3 * 2, first(root, "kernels").get("flops"));
    assertEquals(
        Set.of("gflops", "int8", "weightRate", "cacheRate"),
        ((Map<?, ?>) root.get("limits")).keySet());
  }
}
