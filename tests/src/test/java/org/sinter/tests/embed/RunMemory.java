package org.sinter.tests.embed;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.sinter.runtime.Model;
import org.sinter.runtime.Session;
import org.sinter.runtime.Tensor;

/** Prints the bytes by which a first run grows the process, and the arena's: {@code JAR B L}. */
final class RunMemory {
  private RunMemory() {}

  public static void main(String[] args) throws IOException {
    int batch = Integer.parseInt(args[1]);
    int length = Integer.parseInt(args[2]);
    Map<String, Tensor> inputs = Texts.of(batch, length);
    try (Model model = Model.load(Path.of(args[0]));
        Session session = model.session()) {
      inputs.forEach(session::input);
      Resident.restart();
      long before = Resident.now();
      session.run();
      long grown = Resident.peak() - before;
      long arena = model.arenaBytes(Map.of("batch", (long) batch, "batch_2", (long) length));
      System.out.println(grown + " " + arena);
    }
  }
}
