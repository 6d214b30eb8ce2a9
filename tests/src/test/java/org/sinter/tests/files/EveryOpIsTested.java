package org.sinter.tests.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sinter.frontend.text.IrReader;
import org.sinter.ir.text.Ops;
import org.sinter.ir.text.Records;

/** Every op has {@code files/op/NAME.ir}, in which it is used. */
class EveryOpIsTested {
  private static final Path OPS = FileTests.ROOT.resolve("op");

  @Test
  void everyOpHasAFile() throws IOException {
    try (Stream<Path> files = Files.list(OPS)) {
      Set<String> names =
          files
              .map(f -> f.getFileName().toString().replace(".ir", ""))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(new TreeSet<>(Ops.byName().keySet()), names);
    }
  }

  @Test
  void everyFileUsesItsOp() {
    for (String op : Ops.byName().keySet()) {
      boolean used =
          IrReader.graph(OPS.resolve(op + ".ir")).nodes().stream()
              .anyMatch(n -> Records.name(n.op().getClass()).equals(op));
      assertTrue(used, op);
    }
  }
}
