package org.sinter.cli.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.cli.measure.Blocks;
import org.sinter.runtime.Model;
import org.sinter.runtime.Options;
import org.sinter.runtime.Tensor;
import org.sinter.runtime.TensorSpec;

/** A model jar. */
public record JarContender(String name, Model model) implements Contender {
  /** Loads the jar; {@code level} may be null. */
  public static JarContender load(String name, Path jar, int threads, String level) {
    Options options = Options.defaults().withThreads(threads);
    Model model = Model.load(jar, level == null ? options : options.withLevel(level));
    return new JarContender(name, model);
  }

  @Override
  public Blocks.Side on(Map<String, Tensor> inputs) {
    Map<String, Tensor> own = new LinkedHashMap<>();
    for (TensorSpec input : model.inputs()) {
      Tensor tensor = inputs.get(input.name());
      if (tensor == null) {
        throw new IllegalArgumentException(
            name + " wants an input " + input + ", which is not there");
      }
      own.put(input.name(), tensor);
    }
    return () -> model.run(own);
  }

  @Override
  public void close() {
    model.close();
  }
}
