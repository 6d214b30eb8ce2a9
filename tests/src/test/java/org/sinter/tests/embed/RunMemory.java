package org.sinter.tests.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.sinter.runtime.Model;
import org.sinter.runtime.Session;
import org.sinter.runtime.Tensor;

/**
 * Prints the bytes by which a first run grows the process, and the arena's; then what Linux says
 * that a run's memory on huge pages is, and the formula: {@code JAR B L}.
 */
final class RunMemory {
  private RunMemory() {}

  public static void main(String[] args) throws IOException {
    int batch = Integer.parseInt(args[1]);
    int length = Integer.parseInt(args[2]);
    Map<String, Tensor> inputs = Texts.of(batch, length);
    try (Model model = Model.load(Path.of(args[0]))) {
      long grown = grown(model, inputs);
      Map<String, Long> symbols = Map.of("batch", (long) batch, "batch_2", (long) length);
      model.run(inputs);
      System.out.println(grown + " " + model.arenaBytes(symbols));
      System.out.println(Resident.huge() + " " + model.runBytes(symbols));
    }
  }

  private static long grown(Model model, Map<String, Tensor> inputs) throws IOException {
    try (Session session = model.session()) {
      inputs.forEach(session::input);
      Resident.restart();
      long before = Resident.now();
      session.run();
      return Resident.peak() - before;
    }
  }
}
