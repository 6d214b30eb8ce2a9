package org.sinter.cli.calibrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.sinter.cli.HostModel;
import org.sinter.cli.data.Batch;
import org.sinter.cli.data.Dataset;
import org.sinter.cli.data.Ports;
import org.sinter.codegen.jar.Progress;
import org.sinter.ir.Graph;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.passes.Activations;
import org.sinter.passes.Statistics;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;

/**
 * Statistics by running: the graph with the values as its results is compiled, and run over the
 * data text by text. Sums are kept, activations are not.
 */
public record Measured(Data data, Options options, Progress progress) implements Activations {
  /** Channels of the values that one compiled graph gives: 128 MB at 512 tokens. */
  private static final long CHANNELS = 1 << 16;

  /** The data that fits what a model takes. */
  @FunctionalInterface
  public interface Data {
    Dataset of(Ports ports) throws IOException;
  }

  @Override
  public Map<Value, Statistics> of(Graph graph, Collection<? extends Value> values, Detail detail) {
    Map<Value, Statistics> all = new LinkedHashMap<>();
    List<Taps> groups = groups(graph, new LinkedHashSet<>(values), detail);
    for (int i = 0; i < groups.size(); i++) {
      all.putAll(run(groups.get(i), i, groups.size()));
    }
    return all;
  }

  private static List<Taps> groups(Graph graph, Collection<Value> values, Detail detail) {
    List<Taps> groups = new ArrayList<>();
    List<Value> group = new ArrayList<>();
    long channels = 0;
    for (Value value : values) {
      long own = Taps.channels(value);
      if (!group.isEmpty() && channels + own > CHANNELS) {
        groups.add(new Taps(graph, group, detail));
        group = new ArrayList<>();
        channels = 0;
      }
      group.add(value);
      channels += own;
    }
    if (!group.isEmpty()) {
      groups.add(new Taps(graph, group, detail));
    }
    return groups;
  }

  private Map<Value, Statistics> run(Taps taps, int group, int groups) {
    try (HostModel host = HostModel.of(taps.tapped(), options)) {
      Ports ports = Ports.of(host.model());
      Dataset set = data.of(ports);
      int done = 0;
      for (Batch batch : set.alone(ports)) {
        progress.at("calibrate", (long) group * set.units() + done, (long) groups * set.units());
        Map<String, Tensor> results = host.model().run(batch.inputs());
        taps.see(results, Counted.of(batch));
        done = Math.min(done + 1, set.units());
      }
      return taps.statistics(set.name());
    } catch (IOException e) {
      throw failed(e);
    } catch (IllegalArgumentException e) {
      throw failed(e); // data that does not fit the model
    }
  }

  private static CompileException failed(Exception e) {
    CompileException failed = new CompileException(Location.of("calibration"), e.getMessage());
    failed.initCause(e);
    return failed;
  }
}
