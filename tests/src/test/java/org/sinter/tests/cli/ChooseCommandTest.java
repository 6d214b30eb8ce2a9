package org.sinter.tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;

/** Choosing and evaluating on a small model, whatever the times are. */
class ChooseCommandTest extends CommandTest {
  private static final String MODEL =
      """
      graph(%x: f32[rows, 64]) {
        %a = constant {file = "w.safetensors", name = "a"} : f32[64, 128]
        %b = constant {file = "w.safetensors", name = "b"} : f32[128, 64]
        %0 = mat-mul %x %a : f32[rows, 128]
        %1 = gelu {form = tanh} %0 : f32[rows, 128]
        %2 = mat-mul %1 %b : f32[rows, 64]
        return %2 as y
      }
      """;

  @TempDir Path directory;
  private Path model;
  private Path data;

  @BeforeEach
  void write() throws IOException {
    TensorSet.write(
        directory.resolve("w.safetensors"),
        Map.of("a", random(1, 64, 128), "b", random(2, 128, 64)));
    model = Files.writeString(directory.resolve("model.ir"), MODEL);
    data = directory.resolve("x.npz");
    TensorSet.write(data, Map.of("x", random(3, 8, 64)));
  }

  private static Tensor random(int seed, int rows, int columns) {
    Random random = new Random(seed);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, columns);
  }

  private String choose(Path file, double mostError, String pipeline) throws IOException {
    int code =
        sinter(
            "choose",
            model,
            "--data",
            data,
            "-o",
            file,
            "--most-error",
            mostError,
            "--pipeline",
            pipeline,
            "--rounds",
            1,
            "--seconds",
            "0.001",
            "--shape",
            "rows=4",
            "--threads",
            "1,2");
    assertEquals(0, code, err::toString);
    return Files.readString(file);
  }

  @Test
  void nothingIsNearEnough() throws IOException {
    Path file = directory.resolve("f.pipeline");
    String text = choose(file, 1e-9, "standard");
    assertTrue(text.endsWith("pipeline chosen = standard\n"), text);
    assertTrue(text.contains("left: a: "), text);
    assertTrue(text.contains("left: b: "), text);
    Path jar = directory.resolve("m.jar");
    int code = sinter("compile", model, "-o", jar, "--pipeline", file, "--target", "linux-x86_64");
    assertEquals(0, code, err::toString);
  }

  /** Times of a run this short may say anything; what is written compiles and is as near. */
  @Test
  void whatIsChosenCompilesAndIsNear() throws IOException {
    Path file = directory.resolve("f.pipeline");
    String text =
        choose(file, 0.1, "standard, quantize {choose = auto, activations = f32}, fold-constants");
    assertTrue(text.contains("by 1 thread; rows=4 by 2 threads"), text);
    assertTrue(
        text.contains("pipeline chosen = standard, quantize {activations = f32")
            || text.endsWith("pipeline chosen = standard, fold-constants\n"),
        text);
    assertEquals(
        0, sinter("evaluate", model, "--pipeline", file, "--data", data, "--json"), err::toString);
    assertTrue(
        out.toString().contains("\"cosine-min\": {\"value\": 0.99")
            || out.toString().contains("\"cosine-min\": {\"value\": 1.0"),
        out.toString());
  }

  /** Nothing but choose measures. */
  @Test
  void otherCommandsRefuseWhatIsNotDecided() {
    String pipeline = "standard, quantize {choose = auto}";
    Path jar = directory.resolve("m.jar");
    assertEquals(1, sinter("compile", model, "-o", jar, "--pipeline", pipeline));
    assertEquals(1, sinter("opt", model, "--pipeline", pipeline));
    assertEquals(1, sinter("explain", model, "--pipeline", pipeline));
    assertEquals(1, sinter("compare", model, "--pipelines", "standard; " + pipeline));
    assertEquals(1, sinter("bisect", model, "--pipeline", pipeline));
    assertEquals(5, err.toString().split("only sinter choose does", -1).length - 1, err::toString);
    assertFalse(err.toString().contains("\tat "), err.toString());
    assertFalse(Files.exists(jar));
  }

  @Test
  void figuresOfTheModelAgainstItself() {
    assertEquals(0, sinter("evaluate", model, "--reference", model, "--data", data), err::toString);
    assertTrue(out.toString().contains("max-error       0.0000"), out.toString());
    assertEquals(1, sinter("evaluate", model, "--data", directory.resolve("none.csv")));
    assertTrue(err.toString().contains("none.csv: error: no such file"), err.toString());
    assertFalse(err.toString().contains("\tat "), err.toString());
  }
}
