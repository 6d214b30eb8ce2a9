package org.sinter.tests.calibrate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.frontend.tensor.TensorSet;
import org.sinter.ir.Tensor;
import org.sinter.tests.cli.CommandTest;

/** From data to a file of statistics, from there to a model jar. */
class CalibrateCommandTest extends CommandTest {
  private static final String STATIC = "standard, quantize {activations = i8-static, least = 1}";

  @TempDir Path directory;
  private Path model;
  private Path data;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    Random random = new Random(5);
    TensorSet.write(
        directory.resolve("w.safetensors"), new TreeMap<>(Map.of("w", normal(random, 16, 8))));
    model =
        Files.writeString(
            directory.resolve("model.ir"),
            """
            graph(%x: f32[rows, 16]) {
              %w = constant {file = "w.safetensors", name = "w"} : f32[16, 8]
              %0 = mat-mul %x %w : f32[rows, 8]
              return %0 as y
            }
            """);
    data = directory.resolve("data.npz");
    TensorSet.write(data, new TreeMap<>(Map.of("in.x", normal(random, 50, 16))));
    file = directory.resolve("model.calibration");
  }

  private static Tensor normal(Random random, int rows, int columns) {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Tensor.of(values, rows, columns);
  }

  private void calibrate() {
    int code = sinter("calibrate", model, "--pipeline", STATIC, "--data", data, "-o", file);
    assertEquals(0, code, err::toString);
  }

  private void fails(String reason, Object... arguments) {
    err.getBuffer().setLength(0);
    assertEquals(1, sinter(arguments), out::toString);
    assertTrue(err.toString().contains(reason), err::toString);
  }

  @Test
  void calibratesAndCompiles() throws IOException {
    calibrate();
    assertTrue(out.toString().matches("(?s).*stages +1\\s+values +1\\s.*"), out::toString);
    byte[] first = Files.readAllBytes(file);
    calibrate();
    assertArrayEquals(first, Files.readAllBytes(file), "another file of the same data");
    Path jar = directory.resolve("model.jar");
    int code = sinter("compile", model, "--pipeline", STATIC, "--calibrate", file, "-o", jar);
    assertEquals(0, code, err::toString);
    assertEquals(0, sinter("inspect", jar), err::toString);
    assertTrue(out.toString().contains("model.calibration"), out::toString);
    out.getBuffer().setLength(0);
    code = sinter("evaluate", jar, "--reference", model, "--data", data, "--json");
    assertEquals(0, code, err::toString);
    code = sinter("evaluate", model, "--pipeline", STATIC, "--calibrate", file, "--data", data);
    assertEquals(0, code, err::toString);
    assertTrue(out.toString().matches("(?s).*cosine-min +0\\.999.*"), out::toString);
  }

  @Test
  void othersTakeTheFileToo() throws IOException {
    calibrate();
    for (String command : new String[] {"opt", "explain", "inspect"}) {
      int code = sinter(command, model, "--pipeline", STATIC, "--calibrate", file);
      assertEquals(0, code, err::toString);
    }
    assertTrue(out.toString().contains("activations in one range"), out::toString);
    int code = sinter("bisect", model, "--pipeline", STATIC, "--calibrate", file, "--data", data);
    assertEquals(0, code, err::toString);
    code =
        sinter(
            "compare",
            model,
            "--pipelines",
            "standard; ranges = " + STATIC,
            "--calibrate",
            file,
            "--data",
            data,
            "--shape",
            "rows=2",
            "--rounds",
            2,
            "--seconds",
            0.01);
    assertEquals(0, code, err::toString);
  }

  @Test
  void bisectMeasuresWhereThereIsNoFile() {
    assertEquals(0, sinter("bisect", model, "--pipeline", STATIC, "--data", data), err::toString);
    assertTrue(out.toString().contains("quantize adds most"), out::toString);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path jar = directory.resolve("model.jar");
    fails("--calibrate FILE gives them", "compile", model, "--pipeline", STATIC, "-o", jar);
    fails(
        "no pass of --pipeline int8 asks",
        "calibrate",
        model,
        "--pipeline",
        "int8",
        "--data",
        data,
        "-o",
        file);
    calibrate();
    Object[] compile = {"compile", model, "--pipeline", STATIC, "--calibrate", file, "-o", jar};
    Files.writeString(model, Files.readString(model).replace("rows", "n"));
    fails("calibrated for another model or pipeline; it was measured for: standard", compile);
    Files.writeString(file, "no statistics");
    fails(file.toString(), compile);
    Files.delete(file);
    fails("model.calibration", compile);
    assertTrue(Files.notExists(jar), "a jar in spite of errors");
  }
}
