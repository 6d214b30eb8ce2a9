package org.sinter.cli.metric;

import java.util.Map;
import org.sinter.cli.data.Ports;
import org.sinter.runtime.Model;
import org.sinter.runtime.Tensor;

/** A model as it is evaluated: inputs by name to outputs by name. */
public record Candidate(String name, Ports ports, Run run) {
  /** One forward pass. */
  @FunctionalInterface
  public interface Run {
    Map<String, Tensor> of(Map<String, Tensor> inputs) throws Exception;
  }

  /** A loaded model jar. */
  public static Candidate of(String name, Model model) {
    return new Candidate(name, Ports.of(model), model::run);
  }
}
