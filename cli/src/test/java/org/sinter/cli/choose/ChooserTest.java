package org.sinter.cli.choose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sinter.cli.measure.Blocks;

/** Choices among weights whose time and error are known. */
class ChooserTest {
  private static final Group LARGE = new Group("4x8", List.of("a", "b", "c"));
  private static final Group SMALL = new Group("4x4", List.of("d"));

  private static Blocks.Result speed(double ratio) {
    return new Blocks.Result(1, ratio, ratio, ratio - 0.01, ratio + 0.01);
  }

  /** Squared errors add up; a set is slower where a weight of it is, or where it is all of them. */
  private static Measuring known(Map<String, Double> errors, Set<String> slow, boolean wholeSlow) {
    return (sets, effort) -> {
      List<Finding> findings = new ArrayList<>();
      for (List<String> weights : sets) {
        double sum = weights.stream().mapToDouble(w -> Math.pow(errors.get(w), 2)).sum();
        boolean slower =
            weights.stream().anyMatch(slow::contains)
                || wholeSlow && effort == Measuring.Effort.THOROUGH;
        List<Blocks.Result> speeds =
            effort == Measuring.Effort.ERRORS ? List.of() : List.of(speed(slower ? 0.9 : 1.5));
        findings.add(new Finding(speeds, Math.sqrt(sum), 1));
      }
      return findings;
    };
  }

  private static Chooser.Choice choose(
      Map<String, Double> errors, Set<String> slow, boolean wholeSlow) throws Exception {
    return new Chooser(known(errors, slow, wholeSlow), 0.1, line -> {})
        .choose(List.of(LARGE, SMALL));
  }

  @Test
  void everythingThatIsFastAndNear() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Chooser.Choice choice = choose(errors, Set.of(), false);
    assertEquals(List.of("a", "b", "c", "d"), choice.weights());
    assertEquals(List.of(), choice.reasons());
    assertEquals(0.0387, choice.whole().error(), 1e-4);
  }

  @Test
  void slowGroupsAreLeft() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Chooser.Choice choice = choose(errors, Set.of("b"), false);
    assertEquals(List.of("d"), choice.weights());
    assertTrue(choice.reasons().get(0).startsWith("3 of 4x8: slower in 8 bits, 0.90x"));
  }

  /** Of a group that costs too much only the worst product goes. */
  @Test
  void singleProductsAreLeft() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.5, "c", 0.03, "d", 0.01);
    Chooser.Choice choice = choose(errors, Set.of(), false);
    assertEquals(List.of("d", "a", "c"), choice.weights());
    assertEquals(1, choice.reasons().size());
    assertTrue(choice.reasons().get(0).startsWith("b: too far in 8 bits, alone error 5.0e-01"));
  }

  @Test
  void whatIsNoNumberIsLeft() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", Double.NaN, "c", 0.03, "d", 0.01);
    assertEquals(List.of("d", "a", "c"), choose(errors, Set.of(), false).weights());
  }

  @Test
  void fullPrecisionWhereTheWholeIsSlower() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Chooser.Choice choice = choose(errors, Set.of(), true);
    assertEquals(List.of(), choice.weights());
    assertNull(choice.whole());
    assertTrue(choice.reasons().get(0).startsWith("everything: slower"));
  }
}
