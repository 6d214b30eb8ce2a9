package org.sinter.tests.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sinter.ir.Graph;
import org.sinter.ir.text.Records;
import org.sinter.passes.Pass;

/** Every graph pass runs in a file of {@code files/NAME}, and changes something in one of them. */
class EveryPassIsTested {
  @Test
  void everyPassHasAFile() throws IOException {
    Set<String> tested = new TreeSet<>();
    for (var file : FileTests.find(".ir").toList()) {
      FileTest test = FileTest.read(file);
      String folder = file.getParent().getFileName().toString();
      String pipeline = test.header("RUN", "none");
      boolean changes = test.after() != null && !test.after().equals(FileTest.UNCHANGED);
      if (changes && names(pipeline).contains(folder)) {
        tested.add(folder);
      }
    }
    assertEquals(new TreeSet<>(GraphPasses.byName().keySet()), tested);
  }

  private static List<String> names(String pipeline) {
    List<Pass<Graph>> passes = pipeline.equals("none") ? List.of() : GraphPasses.of(pipeline);
    return passes.stream().map(p -> Records.name(p.getClass())).toList();
  }
}
