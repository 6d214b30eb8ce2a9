package org.sinter.tests.conformance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sinter.cli.Difference;
import org.sinter.frontend.tensor.Safetensors;
import org.sinter.ir.Tensor;

/** Inputs and what PyTorch computed from them. */
record Reference(String name, Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
  /** {@code case0.safetensors} and so on beside a model, with {@code in.} and {@code out.}. */
  static List<Reference> beside(Path model) {
    boolean cached = model.getFileName().toString().startsWith("cached");
    List<Reference> references = new ArrayList<>();
    while (true) {
      String name = (cached ? "cached-case" : "case") + references.size();
      Path file = model.resolveSibling(name + ".safetensors");
      if (!Files.exists(file)) {
        return references;
      }
      Map<String, Tensor> tensors = Safetensors.read(file).tensors();
      references.add(new Reference(name, part(tensors, "in."), part(tensors, "out.")));
    }
  }

  /** {@code refs.safetensors} with {@code caseN.INPUT} and {@code caseN.logits}. */
  static List<Reference> in(Path file) {
    Map<String, Tensor> tensors = Safetensors.read(file).tensors();
    Map<String, Reference> references = new TreeMap<>();
    for (String tensor : tensors.keySet()) {
      String name = tensor.substring(0, tensor.indexOf('.'));
      references.computeIfAbsent(
          name,
          n -> {
            Map<String, Tensor> all = part(tensors, n + ".");
            Map<String, Tensor> outputs = Map.of("logits", all.remove("logits"));
            return new Reference(n, all, outputs);
          });
    }
    return List.copyOf(references.values());
  }

  /** Elements of the results. */
  long size() {
    return outputs.values().stream().mapToLong(Tensor::size).sum();
  }

  /** The largest error of any output, relative to its largest value, where the mask is 1. */
  double error(Map<String, Tensor> found) {
    double worst = 0;
    for (Map.Entry<String, Tensor> output : outputs.entrySet()) {
      Tensor result = found.get(output.getKey());
      if (result == null) {
        throw new AssertionError("no " + output.getKey() + " among " + names(found));
      }
      Tensor expected = output.getValue();
      Difference d = Difference.of(expected, result, mask(expected));
      worst = Math.max(worst, d.relative());
    }
    return worst;
  }

  /** The mask where the output has a row for each of its elements. */
  private Tensor mask(Tensor output) {
    return output.shape().length == 3 ? inputs.get("attention_mask") : null;
  }

  private static Set<String> names(Map<String, Tensor> tensors) {
    return tensors.keySet();
  }

  private static Map<String, Tensor> part(Map<String, Tensor> all, String prefix) {
    Map<String, Tensor> part = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), tensor);
          }
        });
    return part;
  }
}
