package org.sinter.tests.speed;

import ai.onnxruntime.OrtEnvironment;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.tests.minilm.MiniLm;

/**
 * From the start of a JVM to the first vector of MiniLM (one text, 8 tokens), beside ONNX Runtime:
 * new processes in turns, medians. The file systems' caches are warm; Sinter's own holds its
 * library from an earlier start, but for the "very first start", which extracts it. Argument:
 * rounds (default 15).
 */
final class FirstVector {
  /** What one process said and took: ms, ms, ms and bytes. */
  private record Start(double norm, double exec, double load, double first, double resident) {}

  private FirstVector() {}

  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    Path directory = Files.createTempDirectory("sinter-first");
    Path onnx = MiniLm.onnx(directory);
    Path jar = MiniLm.jar();
    String own = place(MiniLm.class);
    List<String> ours = command(place(Model.class) + ":" + own, "First", jar);
    List<String> theirs =
        command(
            own + ":" + place(Model.class) + ":" + place(OrtEnvironment.class),
            "FirstOfPeer",
            onnx);
    List<Start> a = new ArrayList<>();
    List<Start> b = new ArrayList<>();
    List<Start> fresh = new ArrayList<>();
    start(ours);
    start(theirs);
    for (int i = 0; i < rounds; i++) {
      a.add(start(ours));
      b.add(start(theirs));
      fresh.add(veryFirst(ours, directory.resolve("cache-" + i)));
    }
    Files.delete(onnx);
    System.out.println(
        "medians of " + rounds + " new JVMs each, in turns      sinter   onnxruntime");
    row("java started -> first vector, ms", a, b, Start::exec);
    row("load begun -> first vector, ms", a, b, Start::first);
    row("load, ms", a, b, Start::load);
    row("peak resident, MB", a, b, s -> s.resident() / 1e6);
    row("norm of the token vectors", a, b, Start::norm);
    System.out.printf(
        "very first start (library extracted): %.2f ms, load %.2f ms%n",
        median(fresh, Start::exec), median(fresh, Start::load));
  }

  /** With an empty directory for what is extracted. */
  private static Start veryFirst(List<String> command, Path cache) throws Exception {
    List<String> own = new ArrayList<>(command);
    own.add(1, "-Dsinter.cache=" + cache);
    Start start = start(own);
    for (File file : cache.toFile().listFiles()) {
      Files.delete(file.toPath());
    }
    Files.delete(cache);
    return start;
  }

  private static String place(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<String> command(String classPath, String program, Path model) {
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    String main = "org.sinter.tests.embed." + program;
    return List.of(java, "-Xshare:auto", "-cp", classPath, main, model.toString());
  }

  /** Until the line with the vector's norm is there. */
  private static Start start(List<String> command) throws Exception {
    long begin = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var reader = process.inputReader()) {
      String line = reader.readLine();
      double exec = (System.nanoTime() - begin) / 1e6;
      String[] words = line.split(" ");
      double resident = Double.parseDouble(reader.readLine());
      process.waitFor();
      return new Start(
          Double.parseDouble(words[0]),
          exec,
          Double.parseDouble(words[1]),
          Double.parseDouble(words[2]),
          resident);
    }
  }

  private static void row(
      String name, List<Start> a, List<Start> b, ToDoubleFunction<Start> figure) {
    System.out.printf("%-46s %12.2f %12.2f%n", name, median(a, figure), median(b, figure));
  }

  private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
    return Blocks.median(starts.stream().mapToDouble(figure).toArray());
  }
}
