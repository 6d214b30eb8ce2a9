package org.sinter.tests.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sinter.cli.JsonReader;
import org.sinter.cli.Sinter;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import org.sinter.tests.cli.CommandTest;
import org.sinter.tests.cli.SmallOnnx;
import org.w3c.dom.Document;

/** {@code sinter compare} on a small model; times are never judged. */
class CompareCommandTest extends CommandTest {
  @TempDir static Path directory;
  private static Path onnx;
  private static Path data;

  @BeforeAll
  static void write() throws IOException {
    onnx = Files.write(directory.resolve("small.onnx"), SmallOnnx.bytes());
    data = Files.createDirectory(directory.resolve("cases"));
    for (int i = 0; i < 5; i++) {
      float[] x = {0.1f * i, 1.7f, -0.3f, 2.1f + i, 0.01f, -5.5f};
      TensorSet.write(data.resolve("case" + i + ".npz"), Map.of("in.x", Tensor.of(x, 2, 3)));
    }
  }

  private static List<String> command(Path state, Object... more) {
    List<String> all =
        new ArrayList<>(
            List.of("compare", onnx.toString(), "--pipelines=standard,bf16", "--seconds=0"));
    all.addAll(List.of("--threads=1", "--state", state.toString()));
    for (Object each : more) {
      all.add(each.toString());
    }
    return all;
  }

  private int sinter(List<String> arguments) {
    return sinter(arguments.toArray());
  }

  private static Map<?, ?> json(Path file) throws IOException {
    return JsonReader.object(Files.readAllBytes(file));
  }

  /** What does not depend on how fast a machine is. */
  private static List<Object> untimed(Path json) throws IOException {
    List<Object> all = new ArrayList<>();
    for (Object each : (List<?>) json(json).get("candidates")) {
      Map<?, ?> candidate = (Map<?, ?>) each;
      all.addAll(
          List.of(
              candidate.get("name"),
              candidate.get("pipeline"),
              candidate.get("bytes"),
              candidate.get("quality")));
    }
    return all;
  }

  /** Finished parts by name. */
  private static Map<String, String> parts(Path state) throws IOException {
    Map<String, String> parts = new TreeMap<>();
    try (Stream<Path> files = Files.list(state)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        parts.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return parts;
  }

  /** Starts a JVM, and kills it by SIGKILL as soon as so many parts are finished. */
  private static void kill(List<String> arguments, Path state, int parts) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Sinter.class.getName()));
    command.addAll(arguments);
    Process child =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("child.txt").toFile())
            .start();
    try {
      while (!Files.exists(state) || parts(state).size() < parts) {
        assertTrue(child.isAlive(), () -> "ended: " + read(directory.resolve("child.txt")));
        Thread.sleep(2);
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    assertEquals(128 + 9, child.exitValue());
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Killed before anything is compiled, while it evaluates, and in the middle of its rounds. */
  @Test
  void killedAndStartedAgainItEndsWithTheSame() throws Exception {
    Path state = directory.resolve("killed");
    Path json = directory.resolve("killed.json");
    List<String> command =
        command(state, "--data", data, "--rounds=400", "--shape=rows=2", "--json", json);
    for (int parts : new int[] {2, 4, 40}) {
      kill(command, state, parts);
      assertFalse(Files.exists(json));
    }
    Map<String, String> before = parts(state);
    assertEquals(0, sinter(command), err::toString);
    assertTrue(err.toString().contains("parts were finished before"), err.toString());
    Map<String, String> after = parts(state);
    before.forEach((name, text) -> assertEquals(text, after.get(name), name));
    Path whole = directory.resolve("whole.json");
    assertEquals(
        0,
        sinter(
            command(
                directory.resolve("whole"),
                "--data",
                data,
                "--rounds=2",
                "--shape=rows=2",
                "--json",
                whole)),
        err::toString);
    assertEquals(untimed(whole), untimed(json));
  }

  @Test
  void stateOfOtherInputsIsRefusedUnlessFresh() throws Exception {
    Path state = directory.resolve("other");
    assertEquals(0, sinter(command(state, "--rounds=1", "--shape=rows=2")), err::toString);
    assertEquals(0, sinter(command(state, "--rounds=2", "--shape=rows=2")), err::toString);
    List<String> other = command(state, "--rounds=1", "--shape=rows=2", "--data", data);
    assertEquals(1, sinter(other));
    assertTrue(err.toString().contains("other inputs (data changed); --fresh"), err.toString());
    other.add("--fresh");
    assertEquals(0, sinter(other), err::toString);
    Path foreign = Files.createDirectory(directory.resolve("foreign"));
    Path precious = Files.writeString(foreign.resolve("precious.txt"), "mine");
    assertEquals(1, sinter(command(foreign, "--fresh")));
    assertTrue(err.toString().contains("it holds precious.txt"), err.toString());
    assertTrue(Files.exists(precious));
  }

  @Test
  void pageIsWellFormedAndNeedsNothingElse() throws Exception {
    Path html = directory.resolve("small.html");
    List<String> command =
        command(directory.resolve("page"), "--rounds=2", "--shape=rows=3", "--html", html);
    command.addAll(List.of("--markdown", directory.resolve("small.md").toString()));
    assertEquals(0, sinter(command), err::toString);
    assertTrue(out.toString().contains("bf16: "), out.toString());
    String text = Files.readString(html);
    Document page = wellFormed(text.replaceFirst("<!DOCTYPE html>", ""));
    assertEquals(3, page.getElementsByTagName("table").getLength()); // size, quality, speed
    assertEquals(3, page.getElementsByTagName("svg").getLength()); // two fronts, one sample
    assertFalse(text.contains("<script"), text);
    String rest = text.replace("http://www.w3.org/2000/svg", "");
    assertFalse(rest.contains("http:") || rest.contains("https:") || rest.contains("url("), rest);
    assertTrue(Files.readString(directory.resolve("small.md")).contains("| bf16 |"));
  }

  private static Document wellFormed(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--pipelines=standard,,bf16 | an empty name",
        "--pipelines=bf16,bf16 | two are called bf16",
        "--pipelines=standard,nonsense | unknown pass nonsense",
        "--pipelines=standard,missing.jar | missing.jar: no such file",
        "--data=missing.csv | missing.csv: no such file",
        "--rounds=0 | at least one round",
        "--shape=columns=2 | the model's symbols are",
      })
  void whatIsWrongIsSaid(String option, String part) {
    List<String> command = new ArrayList<>(List.of("compare", onnx.toString(), "--seconds=0"));
    if (!option.startsWith("--pipelines")) {
      command.add("--pipelines=standard");
    }
    command.add(option);
    assertEquals(1, sinter(command), out::toString);
    assertTrue(err.toString().contains(part), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
  }
}
