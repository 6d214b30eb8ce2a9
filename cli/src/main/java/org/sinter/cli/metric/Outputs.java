package org.sinter.cli.metric;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sinter.cli.data.Ports;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** Which output of a model is which. */
final class Outputs {
  private Outputs() {}

  static Tensor get(Map<String, Tensor> results, String name) {
    Tensor tensor = results.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no output " + name + " in " + results.keySet());
    }
    return tensor;
  }

  /** Outputs with fractions. */
  static List<TensorSpec> real(Ports ports) {
    return ports.outputs().stream().filter(o -> o.type().toString().matches("b?f\\d+")).toList();
  }

  /** The one asked for, the one of such a name, the first of such a rank, or the first. */
  static String choose(Ports ports, String asked, String named, int rank) {
    List<TensorSpec> real = real(ports);
    if (asked != null) {
      return asked;
    }
    Optional<TensorSpec> found =
        Stream.of(
                real.stream().filter(o -> isNamed(o.name(), named)),
                real.stream().filter(o -> o.shape().size() == rank),
                real.stream())
            .flatMap(s -> s)
            .findFirst();
    return found
        .orElseThrow(() -> new IllegalArgumentException("no real output in " + ports.outputs()))
        .name();
  }

  static boolean isNamed(String output, String named) {
    return output.toLowerCase(Locale.ROOT).contains(named);
  }
}
