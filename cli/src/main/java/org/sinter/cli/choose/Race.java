package org.sinter.cli.choose;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sinter.cli.HostJar;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/**
 * Compiled models in turns. Each is loaded anew for each round, so that the interval knows what
 * difference it makes where in memory a model happens to lie.
 */
public final class Race implements AutoCloseable {
  private final List<HostJar> jars;
  private final Options options;
  private final List<Model> models = new ArrayList<>();

  private Race(List<HostJar> jars, Options options) {
    this.jars = jars;
    this.options = options;
  }

  /** Of each but the first its time beside the first one's, as {@code first / own}. */
  public static List<Blocks.Result> run(
      List<HostJar> jars, Place place, Options options, Blocks blocks) throws Exception {
    try (Race race = new Race(jars, options.withThreads(place.threads()))) {
      double[][] ms = race.rounds(place.inputs().get(), blocks);
      return IntStream.range(1, ms.length).mapToObj(i -> Blocks.result(ms[i], ms[0])).toList();
    }
  }

  private double[][] rounds(Map<String, Tensor> inputs, Blocks blocks) throws Exception {
    load();
    List<Blocks.Side> sides = new ArrayList<>();
    for (int i = 0; i < jars.size(); i++) {
      int side = i;
      sides.add(() -> models.get(side).run(inputs));
    }
    return blocks.rounds(sides, this::load);
  }

  private void load() throws IOException {
    close();
    for (HostJar jar : jars) {
      models.add(jar.load(options));
    }
  }

  @Override
  public void close() {
    models.forEach(Model::close);
    models.clear();
  }
}
