package org.sinter.tests.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sinter.cli.Sinter;
import org.sinter.runtime.Model;
import org.sinter.runtime.ModelException;
import org.sinter.runtime.Options;
import org.sinter.runtime.Profile;
import org.sinter.runtime.Session;
import org.sinter.runtime.Tensor;

/** Profiles of kernel calls, and the events of Java Flight Recorder. */
class ProfileTest {
  private static final String MODEL =
      """
      graph(%x: f32[rows, 3], %i: i64[rows]) {
        %t = constant {values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]} : f32[5, 3]
        %w = constant {values = [1, 2, 3, 4, 5, 6]} : f32[3, 2]
        %0 = gather {axis = 0} %t %i : f32[rows, 3]
        %1 = mat-mul %x %w : f32[rows, 2]
        %2 = mat-mul %0 %w : f32[rows, 2]
        return %1 as y, %2 as z
      }
      """;

  @TempDir static Path directory;
  private static Path jar;
  private static Path small;

  @BeforeAll
  static void compile() throws IOException {
    jar = compile("two", MODEL);
    small =
        compile(
            "small",
            """
            graph(%x: f32[rows, 3]) {
              %w = constant {values = [1, 2, 3, 4, 5, 6]} : f32[3, 2]
              %0 = mat-mul %x %w : f32[rows, 2]
              return %0 as y
            }
            """);
  }

  private static Path compile(String name, String text) throws IOException {
    Path ir = Files.writeString(directory.resolve(name + ".ir"), text);
    Path jar = directory.resolve(name + ".jar");
    String[] command = {"compile", ir.toString(), "-o", jar.toString(), "--target", "linux-x86_64"};
    assertEquals(0, Sinter.commandLine().execute(command));
    return jar;
  }

  private static Map<String, Tensor> inputs(int rows) {
    return Map.of(
        "x", Tensor.of(new float[3 * rows], rows, 3), "i", Tensor.of(new long[rows], rows));
  }

  @Test
  void namesAndWorkAddUpOverRuns() {
    try (Model model = Model.load(jar)) {
      model.run(inputs(7));
      Profile profile =
          model.profile(
              () -> {
                model.run(inputs(1));
                model.run(inputs(4));
              });
      assertEquals("two", profile.model());
      assertEquals(model.level(), profile.level());
      assertEquals(2, profile.runs());
      List<Profile.Call> products =
          profile.calls().stream().filter(c -> c.kernel().startsWith("product")).toList();
      assertEquals(2, products.size(), profile.toString());
      products.forEach(call -> assertEquals(2 * 3 * 2 * (1 + 4), call.flops()));
      Profile.Call first = products.get(0);
      assertEquals(2 * 4 * 3 * 2, first.weightBytes());
      assertEquals(2 * 4 * 3 * 2 + 4 * (1 + 4) * (3 + 2), first.bytes());
      long sum = profile.calls().stream().mapToLong(Profile.Call::nanos).sum();
      assertTrue(sum > 0 && sum <= profile.nanos(), sum + " of " + profile.nanos());
    }
  }

  /** Threads that carry slices of a large batch through the model mark profiles of their own. */
  @Test
  void slicesAddUpToThePass() {
    try (Model model = Model.load(jar, Options.defaults().withThreads(3))) {
      Profile profile = model.profile(() -> model.run(inputs(3000)));
      long sum = profile.calls().stream().mapToLong(Profile.Call::nanos).sum();
      assertTrue(sum > 0 && sum <= profile.nanos(), sum + " of " + profile.nanos());
      for (Profile.Call call : profile.calls()) {
        boolean product = call.kernel().startsWith("product");
        assertEquals(product ? 2 * 3 * 2 * 3000 : 0, call.flops());
        assertTrue(!product || call.nanos() > 0, profile.toString());
      }
    }
  }

  /** A table of 5 rows counts no more than the rows that are looked up. */
  @Test
  void lookedUpRowsAreCountedNotTheTable() {
    try (Model model = Model.load(jar)) {
      Profile one = model.profile(() -> model.run(inputs(1)));
      Profile many = model.profile(() -> model.run(inputs(100)));
      assertEquals(4 * 3 + 2 * 4 * 3 * 2, weights(one));
      assertEquals(4 * 15 + 2 * 4 * 3 * 2, weights(many));
    }
  }

  private static long weights(Profile profile) {
    return profile.calls().stream().mapToLong(Profile.Call::weightBytes).sum();
  }

  @Test
  void sessionsAndLevelsAreProfiledToo() {
    try (Model model = Model.load(jar, Options.defaults().withLevel("v2"));
        Session session = model.session()) {
      session.input("x", Tensor.of(new float[6], 2, 3));
      session.input("i", Tensor.of(new long[2], 2));
      Profile profile = model.profile(session::run);
      assertEquals(1, profile.runs());
      assertEquals("v2", profile.level());
      assertEquals(0, model.profile(() -> {}).runs());
    }
  }

  @Test
  void failedRunsAreNotCountedAndOneProfileIsTakenAtATime() {
    try (Model model = Model.load(jar)) {
      Map<String, Tensor> wrong =
          Map.of("x", Tensor.of(new float[3], 1, 3), "i", Tensor.of(new long[] {5}, 1));
      Profile profile =
          model.profile(() -> assertThrows(IllegalArgumentException.class, () -> model.run(wrong)));
      assertEquals(0, profile.runs());
      Runnable again = () -> model.profile(() -> {});
      assertThrows(IllegalStateException.class, () -> model.profile(again));
      assertEquals(1, model.profile(() -> model.run(inputs(1))).runs());
    }
  }

  @Test
  void modelWithoutTableRunsButHasNoProfile() {
    Path toy = ToyJar.write(directory.resolve("toy.jar"), ToyJar.files("toy", 2));
    try (Model model = Model.load(toy)) {
      ModelException e = assertThrows(ModelException.class, () -> model.profile(() -> {}));
      assertTrue(e.getMessage().contains("no profile"), e.getMessage());
    }
  }

  @Test
  void flightRecorderGetsRunsAndKernelCallsWhereAsked() throws IOException {
    try (Model model = Model.load(jar)) {
      model.run(inputs(1));
      List<RecordedEvent> both = recorded(model, "org.sinter.Run", "org.sinter.Kernel");
      int calls = model.profile(() -> {}).calls().size();
      assertEquals(2, named(both, "org.sinter.Run").size());
      assertEquals(2 * calls, named(both, "org.sinter.Kernel").size());
      RecordedEvent run = named(both, "org.sinter.Run").get(0);
      assertEquals("two", run.getString("model"));
      assertEquals(model.level(), run.getString("level"));
      assertEquals("rows=3", run.getString("sizes"));
      List<String> kernels =
          named(both, "org.sinter.Kernel").stream().map(e -> e.getString("kernel")).toList();
      assertTrue(String.join(" ", kernels).contains("product"), kernels.toString());
      for (RecordedEvent kernel : named(both, "org.sinter.Kernel")) {
        boolean product = kernel.getString("kernel").startsWith("product");
        assertEquals(product ? 2 * 3 * 2 * 3 : 0, kernel.getLong("flops"));
        assertTrue(kernel.getDuration("time").toNanos() >= 0);
      }
      List<RecordedEvent> runs = recorded(model, "org.sinter.Run");
      assertEquals(2, runs.size());
    }
  }

  private static List<RecordedEvent> recorded(Model model, String... names) throws IOException {
    Path file = Files.createTempFile(directory, "sinter", ".jfr");
    try (Recording recording = new Recording()) {
      for (String name : names) {
        recording.enable(name);
      }
      recording.start();
      model.run(inputs(3));
      model.run(inputs(3));
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = new ArrayList<>(RecordingFile.readAllEvents(file));
    events.removeIf(e -> !e.getEventType().getName().startsWith("org.sinter."));
    return events;
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(e -> e.getEventType().getName().equals(name))
        .collect(Collectors.toList());
  }

  /** The command of docs/runtime.md. */
  @Test
  void recordingFromTheCommandLineHasKernelCallsOfTheFirstRun() throws Exception {
    Path file = directory.resolve("app.jfr");
    java("-XX:StartFlightRecording:filename=" + file + ",+org.sinter.Kernel#enabled=true");
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    assertEquals(2, named(events, "org.sinter.Run").size());
    assertEquals(2, named(events, "org.sinter.Kernel").size());
  }

  @Test
  void flightRecorderIsNeitherNeededNorLoadedForNothing() throws Exception {
    String without = java("--limit-modules", "java.base");
    assertTrue(without.contains("y = 22.0"), without);
    String loaded = java("-Xlog:class+load");
    assertTrue(loaded.contains("y = 22.0"), loaded);
    assertTrue(loaded.contains("org.sinter.runtime.Events "), loaded);
    assertFalse(loaded.contains("Events$"), loaded);
    assertFalse(loaded.contains("jdk.jfr.internal"), loaded);
  }

  private static String java(String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
    command.addAll(List.of(options));
    String places = place(Model.class) + ":" + place(ProfileTest.class);
    command.addAll(List.of("-cp", places, "org.sinter.tests.embed.Small", small.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes());
    assertEquals(0, process.waitFor(), text);
    return text;
  }

  private static Path place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
