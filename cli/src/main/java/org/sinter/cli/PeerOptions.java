package org.sinter.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sinter.cli.bench.Contender;
import org.sinter.cli.bench.JarContender;
import org.sinter.cli.bench.OnnxContender;
import org.sinter.cli.bench.OnnxRuntime;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a model jar is compared with. */
final class PeerOptions {
  private static final String ONNX = "onnx:";
  private static final String ARTIFACT = "com.microsoft.onnxruntime:onnxruntime:";

  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--peer",
      paramLabel = "onnx:FILE",
      description = "ONNX Runtime on this file, on the same inputs; repeatable.")
  List<String> peers = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "OTHER.jar",
      description = "Another model jar; repeatable.")
  List<Path> others = new ArrayList<>();

  @Option(
      names = "--onnxruntime",
      paramLabel = "V",
      defaultValue = "1.29.0",
      description = {
        "ONNX Runtime's version, which Maven fetches once (${DEFAULT-VALUE}),",
        "or the path of its jar."
      })
  String version;

  private OnnxRuntime runtime;

  /** The ONNX files; throws for a peer of another kind. */
  private List<Path> files() {
    for (String peer : peers) {
      if (!peer.startsWith(ONNX) || peer.length() == ONNX.length()) {
        throw new ParameterException(
            spec.commandLine(), "--peer " + peer + ": expected onnx:FILE, as onnx:model.onnx");
      }
    }
    return peers.stream().map(peer -> Path.of(peer.substring(ONNX.length()))).toList();
  }

  /** Fails at once for what would fail later. */
  void check() throws IOException, InterruptedException {
    for (Path file : files()) {
      if (!Files.isRegularFile(file)) {
        throw new NoSuchFileException(file.toString());
      }
    }
    if (!peers.isEmpty()) {
      runtime = new OnnxRuntime(jar());
    }
  }

  private Path jar() throws IOException, InterruptedException {
    if (version.endsWith(".jar")) {
      if (!Files.isRegularFile(Path.of(version))) {
        throw new NoSuchFileException(version);
      }
      return Path.of(version);
    }
    String home = java.lang.System.getProperty("user.home");
    Path directory = Path.of(home, ".cache/sinter/peers");
    Path jar = directory.resolve("onnxruntime-" + version + ".jar");
    if (Files.exists(jar)) {
      return jar;
    }
    Files.createDirectories(directory);
    spec.commandLine().getErr().println("fetching " + ARTIFACT + version + " through Maven …");
    return Maven.copy(ARTIFACT + version, directory);
  }

  private static String name(Path jar) {
    return jar.getFileName().toString();
  }

  /** The model jar first, then all it is compared with. */
  List<Contender> open(Path model, int threads, String level) throws IOException {
    List<Contender> contenders = new ArrayList<>();
    try {
      contenders.add(JarContender.load(name(model), model, threads, level));
      for (Path other : others) {
        boolean same = name(other).equals(name(model));
        String name = same ? other.toString() : name(other);
        contenders.add(JarContender.load(name, other, threads, level));
      }
      for (Path file : files()) {
        contenders.add(new OnnxContender(runtime, file, threads));
      }
      return contenders;
    } catch (IOException | RuntimeException e) {
      for (Contender contender : contenders) {
        contender.close();
      }
      throw e;
    }
  }
}
