package org.sinter.cli.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.sinter.cli.measure.Blocks;
import org.sinter.codegen.jar.Progress;
import org.sinter.runtime.Model;
import org.sinter.runtime.Profile;
import org.sinter.runtime.Tensor;

/** Measures a model jar on some shapes and threads, beside peers and the machine's limits. */
public final class Bench {
  private static final int PROFILES = 9;

  private final Blocks blocks;
  private final Opener opener;
  private final Progress progress;
  private final List<Report.Row> rows = new ArrayList<>();

  /** Inputs and how they are called. */
  public record Sample(String name, Supplier<Map<String, Tensor>> inputs) {}

  /** Loads what is compared for some threads: the measured model jar first. */
  @FunctionalInterface
  public interface Opener {
    List<Contender> open(int threads) throws IOException;
  }

  public Bench(Blocks blocks, Opener opener, Progress progress) {
    this.blocks = blocks;
    this.opener = opener;
    this.progress = progress;
  }

  /** One row for each sample and number of threads. */
  public Report run(List<Sample> samples, List<Integer> threads) throws Exception {
    String name = "";
    String level = "";
    for (int count : threads) {
      List<Contender> contenders = opener.open(count);
      try {
        Model model = ((JarContender) contenders.get(0)).model();
        name = contenders.get(0).name();
        level = model.level();
        try (LimitProbe probe = new LimitProbe(blocks, count, level)) {
          for (Sample sample : samples) {
            progress.at(sample.name, rows.size(), (long) samples.size() * threads.size());
            rows.add(row(contenders, sample, count, probe));
          }
        }
      } finally {
        for (Contender contender : contenders) {
          contender.close();
        }
      }
    }
    return new Report(name, level, machine(), method(), rows);
  }

  private Report.Row row(List<Contender> contenders, Sample sample, int threads, LimitProbe probe)
      throws Exception {
    Model model = ((JarContender) contenders.get(0)).model();
    Map<String, Tensor> inputs = sample.inputs.get();
    List<Blocks.Side> sides = new ArrayList<>();
    for (Contender contender : contenders) {
      sides.add(contender.on(inputs));
    }
    List<Profile.Call> work = model.profile(() -> model.run(inputs)).calls();
    double weights = work.stream().mapToDouble(Profile.Call::weightBytes).sum();
    double[][] ms = blocks.rounds(sides, () -> probe.measure(weights));
    List<Report.Peer> peers = new ArrayList<>();
    for (int i = 1; i < ms.length; i++) {
      Blocks.Result r = Blocks.result(ms[0], ms[i]);
      peers.add(new Report.Peer(contenders.get(i).name(), r.b(), r.ratio(), r.low(), r.high()));
    }
    return new Report.Row(
        sample.name,
        threads,
        Blocks.median(ms[0]),
        work.stream().mapToDouble(Profile.Call::flops).sum(),
        weights,
        probe.limits(),
        peers,
        KernelTime.of(profiles(blocks, model, inputs)));
  }

  /** Some profiles one after another, in all about as long as a block. */
  public static List<Profile> profiles(Blocks blocks, Model model, Map<String, Tensor> inputs) {
    long nanos = (long) (blocks.seconds() * 1e9 / PROFILES);
    model.run(inputs);
    List<Profile> profiles = new ArrayList<>();
    for (int i = 0; i < PROFILES; i++) {
      profiles.add(
          model.profile(
              () -> {
                long end = java.lang.System.nanoTime() + nanos;
                do {
                  model.run(inputs);
                } while (java.lang.System.nanoTime() < end);
              }));
    }
    return profiles;
  }

  private String method() {
    return String.format(
        java.util.Locale.ROOT,
        "%d rounds of blocks of %.2g s in turns, medians; ratios with 95 %% intervals",
        blocks.rounds(),
        blocks.seconds());
  }

  /** Processor, processors granted, and Java. */
  public static String machine() {
    Runtime runtime = Runtime.getRuntime();
    return processor()
        + ", "
        + runtime.availableProcessors()
        + " processors, Java "
        + Runtime.version().feature();
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(java.lang.System.getProperty("os.arch"));
    } catch (IOException | java.io.UncheckedIOException e) {
      return java.lang.System.getProperty("os.arch");
    }
  }
}
