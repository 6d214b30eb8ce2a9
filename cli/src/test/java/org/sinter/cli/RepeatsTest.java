package org.sinter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  @Test
  void layersAreFoundBetweenWhatStandsOnce() {
    List<String> nodes = new ArrayList<>(List.of("embed", "scale"));
    for (int layer = 0; layer < 6; layer++) {
      nodes.addAll(List.of("mm", "mm", "add", "attention", "norm"));
    }
    nodes.add("pool");
    assertEquals(List.of(new Repeats.Run(2, 5, 6)), Repeats.of(nodes));
  }

  @Test
  void whatDoesNotRepeatIsNotFolded() {
    assertEquals(List.of(), Repeats.of(List.of("a", "b", "c", "a", "b", "d")));
    assertEquals(List.of(), Repeats.of(List.of()));
  }

  @Test
  void everyRunRepeatsAndNoneOverlap() {
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      List<String> nodes = new ArrayList<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        nodes.add("" + random.nextInt(2));
      }
      int free = 0;
      for (Repeats.Run run : Repeats.of(nodes)) {
        assertTrue(run.start() >= free && run.end() <= nodes.size(), nodes + " " + run);
        for (int i = run.start() + run.period(); i < run.end(); i++) {
          assertEquals(nodes.get(i - run.period()), nodes.get(i), nodes + " " + run);
        }
        free = run.end();
      }
    }
  }
}
