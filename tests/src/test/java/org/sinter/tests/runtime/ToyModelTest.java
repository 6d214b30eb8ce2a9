package org.sinter.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.runtime.Options;
import org.sinter.runtime.Session;
import org.sinter.runtime.Tensor;

/** A hand-written model through the whole runtime: jar, library, team, checks. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class ToyModelTest {
  @TempDir static Path directory;
  private static Options options;
  private static Model model;

  @BeforeAll
  static void load() {
    options = Options.defaults().withCache(directory.resolve("cache")).withThreads(2);
    model = Model.load(ToyJar.write(directory.resolve("toy.jar"), ToyJar.files("toy", 3)), options);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  static float[] ramp(int count) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = i % 7 - 3;
    }
    return x;
  }

  static Map<String, Tensor> inputs(float[] x, long rounds) {
    return Map.of("x", Tensor.of(x, x.length), "rounds", Tensor.of(new long[] {rounds}));
  }

  static void check(Map<String, Tensor> outputs, float[] x, float scale) {
    float[] y = outputs.get("y").floats();
    assertEquals(x.length, y.length);
    for (int i = 0; i < y.length; i++) {
      assertEquals(scale * x[i] + 0f, y[i] + 0f, "element " + i);
    }
    long positive = Arrays.stream(boxed(x)).filter(value -> value > 0).count();
    assertArrayEquals(new long[] {positive}, outputs.get("positive").shape());
  }

  private static Float[] boxed(float[] x) {
    Float[] boxed = new Float[x.length];
    for (int i = 0; i < x.length; i++) {
      boxed[i] = x[i];
    }
    return boxed;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 64, 65, 80})
  void everyChunkOnceWithAnyNumberOfThreads(int threads) {
    try (Model other = Model.load(directory.resolve("toy.jar"), options.withThreads(threads))) {
      for (int n : new int[] {2, 16, 18, 1000, 20_000}) {
        float[] x = ramp(n);
        check(other.run(inputs(x, 100)), x, 300);
      }
    }
  }

  @Test
  void wrongInputsAreNamed() {
    float[] x = ramp(4);
    assertMessage(
        "no input z",
        Map.of("x", Tensor.of(x, 4), "rounds", Tensor.of(new long[1]), "z", Tensor.of(x, 4)));
    assertMessage("input rounds is missing", Map.of("x", Tensor.of(x, 4)));
    assertMessage(
        "found f32[], expected i64",
        Map.of("x", Tensor.of(x, 4), "rounds", Tensor.of(new float[1])));
    assertMessage(
        "rank 1 expected", Map.of("x", Tensor.of(x, 2, 2), "rounds", Tensor.of(new long[1])));
    assertMessage("symbol n is 0", inputs(new float[0], 1));
    assertMessage("constraint mod(n, 2) == 0 broken: n = 3", inputs(ramp(3), 1));
    assertMessage("rounds: negative", inputs(x, -1));
  }

  private static void assertMessage(String part, Map<String, Tensor> inputs) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> model.run(inputs)).getMessage();
    assertTrue(message.contains(part), message);
  }

  @Test
  void sessionReadsAndWritesInPlace() {
    try (Session session = model.session()) {
      float[] x = ramp(64);
      session.input("rounds").putLong(0, 2);
      session.input("x", 64).asFloatBuffer().put(x);
      session.run();
      assertEquals(6 * x[5], session.output("y").floats()[5]);
      ByteBuffer target = ByteBuffer.allocateDirect(256).order(ByteOrder.nativeOrder());
      session.output("y", target);
      session.input("rounds").putLong(0, 3);
      session.run();
      assertEquals(9 * x[6], target.getFloat(24));
      assertThrows(
          IllegalArgumentException.class, () -> session.output("y", ByteBuffer.allocate(256)));
      session.output("y", ByteBuffer.allocateDirect(8));
      assertThrows(IllegalArgumentException.class, session::run);
    }
  }

  @Test
  void sessionOutputsLieApart() {
    try (Session session = model.session()) {
      session.input("rounds").putLong(0, 2);
      ByteBuffer x = session.input("x", 64);
      session.output("y", x);
      assertEquals(
          "output y lies over input x",
          assertThrows(IllegalArgumentException.class, session::run).getMessage());
      ByteBuffer both = ByteBuffer.allocateDirect(512);
      session.output("y", both);
      session.output("positive", both.position(252));
      assertEquals(
          "output positive lies over output y",
          assertThrows(IllegalArgumentException.class, session::run).getMessage());
      session.output("positive", both.position(256));
      session.run();
    }
  }

  @Test
  void sessionCannotRunAfterClose() {
    Session session = model.session();
    session.input("rounds").putLong(0, 1);
    session.input("x", 2);
    session.close();
    session.close();
    assertThrows(IllegalStateException.class, session::run);
  }

  @Test
  void directInputsAreReadWhereTheyLie() {
    ByteBuffer direct = ByteBuffer.allocateDirect(33 * 4).order(ByteOrder.LITTLE_ENDIAN);
    direct.asFloatBuffer().put(ramp(33));
    Tensor x = Tensor.of(org.sinter.runtime.ElementType.F32, direct.position(4), 32);
    float[] y = model.run(Map.of("x", x, "rounds", Tensor.of(new long[] {1}))).get("y").floats();
    assertEquals(3 * ramp(33)[7], y[6]);
  }

  @Test
  void describesItself() {
    assertEquals("[x: f32[n], rounds: i64[]]", model.inputs().toString());
    assertEquals("[y: f32[n], positive: f32[found]]", model.outputs().toString());
    assertEquals("[1 <= n <= 1000000, 0 <= found <= n]", model.symbols().toString());
    assertEquals(400, model.arenaBytes(Map.of("n", 100L)));
    assertEquals("toy", model.name());
    model.verify();
  }

  @Test
  void levelsCanBeForced() {
    try (Model v2 = Model.load(directory.resolve("toy.jar"), options.withLevel("v2"))) {
      assertEquals("v2", v2.level());
      check(v2.run(inputs(ramp(40), 2)), ramp(40), 6);
    }
    ModelException e =
        assertThrows(
            ModelException.class,
            () -> Model.load(directory.resolve("toy.jar"), options.withLevel("v9")));
    assertEquals("model toy has no level v9, only [v3, v2]", e.getMessage());
  }
}
