package org.sinter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.interp.GraphInterpreter;

/** The commands as a user calls them, on a model written by hand with its weights beside it. */
class CommandsTest extends CommandTest {
  private static final String MODEL =
      """
      graph(%x: f32[rows, 3]) {
        %w = constant {file = "w.safetensors", name = "w"} : f32[3, 4]
        %b = constant {values = [0.5, -0.5, 1.0, 2.0]} : f32[4]
        %0 = mat-mul %x %w : f32[rows, 4]
        %1 = combine {function = add} %0 %b : f32[rows, 4]
        %2 = gelu {form = tanh} %1 : f32[rows, 4]
        return %2 as y
      }
      """;

  @TempDir Path directory;

  private Path model() throws IOException {
    float[] weights = {1, 2, 3, 4, -1, 0.5f, 0.25f, 2, 0, 1, -2, 3};
    TensorSet.write(directory.resolve("w.safetensors"), Map.of("w", Tensor.of(weights, 3, 4)));
    return Files.writeString(directory.resolve("model.ir"), MODEL);
  }

  @Test
  void modelWrittenByHandCompilesAndRuns() throws IOException {
    Path model = model();
    Path jar = directory.resolve("model.jar");
    assertEquals(0, sinter("compile", model, "-o", jar, "--target", "linux-x86_64"), err::toString);
    assertTrue(out.toString().contains("arena"), out.toString());
    Tensor x = Tensor.of(new float[] {1, 2, 3, -1, 0, 0.5f}, 2, 3);
    Path in = directory.resolve("in.npz");
    Path results = directory.resolve("out.npz");
    TensorSet.write(in, Map.of("x", x));
    assertEquals(0, sinter("run", jar, "--inputs", in, "--outputs", results), err::toString);
    Tensor expected = GraphInterpreter.run(IrReader.graph(model), Map.of("x", x)).get("y");
    Tensor found = TensorSet.read(results).get("y");
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.real(i), found.real(i), 1e-6);
    }
  }

  @Test
  void compilesByATuningRecordThatTheJarTells() throws IOException {
    Path model = model();
    Path jar = directory.resolve("model.jar");
    Path record =
        Files.writeString(directory.resolve("t"), "v3 {rows = 2}\nv4 f32 3x4 {ahead = 0}");
    String[] plain = {"compile", "-o", jar.toString(), "--target", "linux-x86_64:v4"};
    assertEquals(0, sinter(plain[0], model, plain[1], plain[2], plain[3], plain[4]));
    byte[] before = Files.readAllBytes(jar);
    assertEquals(
        0, sinter(plain[0], model, plain[1], plain[2], plain[3], plain[4], "--tuning", record));
    assertFalse(java.util.Arrays.equals(before, Files.readAllBytes(jar)));
    assertEquals(0, sinter("inspect", jar), err::toString);
    assertTrue(out.toString().contains("v4 f32 3x4 {ahead = 0}"), out.toString());
    assertFalse(out.toString().contains("v3"), out.toString());
    assertEquals(
        0, sinter("inspect", jar, "--shape", "rows=2", "--shape", "rows=3"), err::toString);
    assertTrue(out.toString().contains("run bytes"), out.toString());
    assertTrue(out.toString().contains("rows=3"), out.toString());
    assertEquals(1, sinter("inspect", model, "--shape", "rows=2"));
    assertTrue(err.toString().contains("wants a model jar"), err.toString());
    Files.writeString(record, "v4 {}\nv4 rows = 8");
    assertEquals(1, sinter(plain[0], model, plain[1], jar, "--tuning", record));
    assertTrue(err.toString().contains(record + ":2:1"), err.toString());
  }

  @Test
  void tunesForCompile() throws IOException {
    Path model = model();
    Path record = directory.resolve("model.tuning");
    String[] little = {"--minutes", "0.01", "--rows", "5", "--rounds", "1", "--level", "v2"};
    assertEquals(
        0,
        sinter(
            "tune", model, "-o", record, "--naive", little[0], little[1], little[2], little[3],
            little[4], little[5], little[6], little[7]),
        err::toString);
    assertTrue(out.toString().contains("v2 f32 3x4 {rows = "), out.toString());
    assertTrue(out.toString().contains("v2 model, rows=8: "), out.toString());
    Path jar = directory.resolve("model.jar");
    assertEquals(0, sinter("compile", model, "-o", jar, "--tuning", record), err::toString);
    assertEquals(2, sinter("tune", model, "-o", record, "--minutes", "0"));
    assertEquals(2, sinter("tune", model, "-o", record, "--rows", "0"));
  }

  @Test
  void verifyComparesAndFailsPastTheTolerance() throws IOException {
    Path model = model();
    Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 3);
    Tensor y = GraphInterpreter.run(IrReader.graph(model), Map.of("x", x)).get("y");
    Path good = directory.resolve("good.safetensors");
    TensorSet.write(good, Map.of("in.x", x, "out.y", y));
    for (String via : new String[] {"interpreter", "passes", "kernels", "native", "native:v2"}) {
      assertEquals(0, sinter("verify", model, "--case", good, "--via", via), err::toString);
    }
    Tensor wrong = Tensor.of(new float[] {0, 0, 0, 0}, 1, 4);
    Path bad = directory.resolve("bad.safetensors");
    TensorSet.write(bad, Map.of("in.x", x, "out.y", wrong));
    assertEquals(1, sinter("verify", model, "--case", bad));
    assertTrue(out.toString().contains("FAIL"), out.toString());
  }

  @Test
  void printedGraphReadsBackAndDiffFindsNothing() throws IOException {
    Path model = model();
    Path printed = directory.resolve("printed.ir");
    assertEquals(0, sinter("opt", model, "-o", printed), err::toString);
    Graph graph = IrReader.graph(printed);
    assertEquals(IrReader.graph(model).resultNames(), graph.resultNames());
    assertEquals(0, sinter("opt", model, "--to", "kernels"), err::toString);
    assertTrue(out.toString().contains("parallel"), out.toString());
    assertEquals(0, sinter("opt", model, "--to", "llvm", "--level", "v3"), err::toString);
    assertTrue(out.toString().contains("sinter_entry_v3"));
    assertEquals(0, sinter("diff", model), err::toString);
  }

  @Test
  void inspectCountsAndDraws() throws IOException {
    Path svg = directory.resolve("model.svg");
    assertEquals(0, sinter("inspect", model(), "--json", "--svg", svg), err::toString);
    assertTrue(out.toString().contains("\"composites\": {\"gelu\": 1}"), out.toString());
    assertTrue(out.toString().contains("\"product flops\": \"24*rows\""), out.toString());
    assertTrue(Files.readString(svg).startsWith("<svg"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "compile",
        "run",
        "verify",
        "conformance",
        "inspect",
        "opt",
        "diff",
        "bench",
        "evaluate",
        "choose",
        "demo"
      })
  void everyCommandHasHelpWithExamples(String command) {
    assertEquals(0, sinter(command, "--help"));
    assertTrue(out.toString().contains("Examples:"), out.toString());
  }

  @Test
  void wrongUsageAndWrongFilesAreToldApart() throws IOException {
    assertEquals(2, sinter("compile"));
    assertEquals(2, sinter("no-such-command"));
    assertEquals(1, sinter("inspect", directory.resolve("missing.onnx")));
    assertTrue(err.toString().contains("no such file"), err.toString());
    Path garbage = Files.write(directory.resolve("garbage.onnx"), new byte[] {1, 2, 3, 4, 5});
    assertEquals(1, sinter("inspect", garbage));
    assertTrue(err.toString().contains("garbage.onnx"), err.toString());
    assertEquals(1, sinter("opt", model(), "--pipeline", "no-such-pass"));
    assertTrue(err.toString().contains("unknown pass no-such-pass"), err.toString());
    assertEquals(1, sinter("compile", model(), "-o", "x.jar", "--target", "plan9"));
    assertFalse(err.toString().contains("\tat "), err.toString());
  }

  @Test
  void jarForAnotherSystemIsInspectedWithoutLoadingIt() throws IOException {
    Path jar = directory.resolve("arm.jar");
    assertEquals(0, sinter("compile", model(), "-o", jar, "--target", "linux-aarch64"));
    assertEquals(0, sinter("inspect", jar, "--json"), err::toString);
    assertTrue(out.toString().contains("\"x: f32[rows, 3]\""), out.toString());
    assertTrue(out.toString().contains("linux-aarch64 ("), out.toString());
    Path text = Files.writeString(directory.resolve("text.jar"), "no zip");
    assertEquals(1, sinter("inspect", text));
    assertTrue(err.toString().contains("text.jar: not a jar"), err.toString());
  }

  @Test
  void stepsAreDumpedTimedAndEndedEarly() throws IOException {
    Path steps = directory.resolve("steps");
    int code =
        sinter("opt", model(), "--dump", steps, "--verify", "--stop-after", "1", "--explain");
    assertEquals(0, code, err::toString);
    assertTrue(out.toString().startsWith("graph("), out.toString());
    assertEquals(1, sinter("diff", model(), "--at", "no-such-pass"));
    assertTrue(err.toString().contains("no pass no-such-pass"), err.toString());
  }

  @Test
  void explainSaysWhatPassesDid() throws IOException {
    Path page = directory.resolve("explain.html");
    String[] options = {"--pipeline", "bf16", "--shape", "rows=5", "--html", page.toString()};
    int code =
        sinter(
            "explain",
            model(),
            options[0],
            options[1],
            options[2],
            options[3],
            options[4],
            options[5]);
    assertEquals(0, code, err::toString);
    assertTrue(out.toString().contains("at rows=5"), out.toString());
    assertTrue(out.toString().contains("as compiled: "), out.toString());
    assertTrue(out.toString().contains("1 × rounded"), out.toString());
    assertTrue(Files.readString(page).contains("rounded"));
    assertEquals(0, sinter("explain", model(), "--json"), err::toString);
    assertTrue(out.toString().contains("\"compiledAsRead\""), out.toString());
    assertEquals(1, sinter("explain", model(), "--shape", "columns=5"));
    assertTrue(err.toString().contains("no symbols [columns]"), err.toString());
  }

  @Test
  void stagesAreDumpedAsOnnx() throws IOException {
    Path steps = directory.resolve("steps");
    assertEquals(
        0,
        sinter("opt", model(), "--pipeline", "to-bf16", "--dump", steps, "--format", "onnx"),
        err::toString);
    Path stage = steps.resolve("01-to-bf16.onnx");
    assertEquals(0, sinter("opt", stage, "--pipeline", "to-bf16"), err::toString);
  }
}
