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

  /** Half the groups' gain shows in the whole. */
  private static final Map<String, Double> EVEN = Map.of("a", 1.5, "b", 1.5, "c", 1.5, "d", 1.5);

  private static Finding.Speed speed(String place, double ratio) {
    return new Finding.Speed(place, new Blocks.Result(1, ratio, ratio, ratio - 0.01, ratio + 0.01));
  }

  /**
   * Squared errors add up; a set's time here is that of its slowest weight, elsewhere all are fast.
   *
   * @param slow sets that are slower together than each alone
   */
  private static Measuring known(
      Map<String, Double> errors, Map<String, Double> ratios, Set<Set<String>> slow) {
    return (sets, effort) -> {
      List<Finding> findings = new ArrayList<>();
      for (List<String> weights : sets) {
        double sum = weights.stream().mapToDouble(w -> Math.pow(errors.get(w), 2)).sum();
        double least = weights.stream().mapToDouble(ratios::get).min().orElseThrow();
        boolean whole = effort == Measuring.Effort.THOROUGH && slow.contains(Set.copyOf(weights));
        List<Finding.Speed> speeds =
            effort == Measuring.Effort.ERRORS
                ? List.of()
                : List.of(speed("here", whole ? 0.9 : least), speed("there", 1.5));
        double error = Math.sqrt(sum);
        findings.add(new Finding(speeds, new Distance(error, error * 1.1, 1)));
      }
      return findings;
    };
  }

  private static Chooser.Choice choose(
      Map<String, Double> errors, Map<String, Double> ratios, Set<Set<String>> slow)
      throws Exception {
    return new Chooser(known(errors, ratios, slow), 0.1, line -> {}).choose(List.of(LARGE, SMALL));
  }

  @Test
  void everythingThatIsFastAndNear() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Chooser.Choice choice = choose(errors, EVEN, Set.of());
    assertEquals(List.of("a", "b", "c", "d"), choice.weights());
    assertEquals(List.of(), choice.reasons());
    assertEquals(0.0387, choice.whole().distance().error(), 1e-4);
  }

  @Test
  void slowGroupsAreLeft() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Map<String, Double> ratios = Map.of("a", 1.5, "b", 0.9, "c", 1.5, "d", 1.5);
    Chooser.Choice choice = choose(errors, ratios, Set.of());
    assertEquals(List.of("d"), choice.weights());
    assertEquals(List.of("3 of 4x8: slower, 0.900x [0.890, 0.910] at here"), choice.reasons());
  }

  /** Of a group that costs too much only the worst product goes. */
  @Test
  void singleProductsAreLeft() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.5, "c", 0.03, "d", 0.01);
    Chooser.Choice choice = choose(errors, EVEN, Set.of());
    assertEquals(List.of("d", "a", "c"), choice.weights());
    assertEquals(1, choice.reasons().size());
    assertTrue(choice.reasons().get(0).startsWith("b: too far, alone error 5.0e-01"));
  }

  @Test
  void whatIsNoNumberIsLeft() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", Double.NaN, "c", 0.03, "d", 0.01);
    assertEquals(List.of("d", "a", "c"), choose(errors, EVEN, Set.of()).weights());
  }

  /** What counts is the upper end of the interval. */
  @Test
  void anErrorThatMayBeTooLargeIsTooLarge() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.095, "c", 0.01, "d", 0.01);
    assertEquals(List.of("d", "a", "c"), choose(errors, EVEN, Set.of()).weights());
  }

  /** The whole is slower: the group goes that gains least there. */
  @Test
  void whatGainsLeastIsLeftWhereTheWholeIsSlower() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Map<String, Double> ratios = Map.of("a", 1.1, "b", 1.1, "c", 1.1, "d", 1.2);
    Chooser.Choice choice = choose(errors, ratios, Set.of(Set.of("a", "b", "c", "d")));
    assertEquals(List.of("d"), choice.weights());
    assertEquals(
        List.of("3 of 4x8: together with others slower, 0.900x [0.890, 0.910] at here"),
        choice.reasons());
  }

  /** Single groups may be a little slower by chance, the whole may not. */
  @Test
  void allThatGainsNothingIsLeftAtOnce() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Map<String, Double> ratios = Map.of("a", 0.995, "b", 0.995, "c", 0.995, "d", 0.999);
    Chooser.Choice choice = choose(errors, ratios, Set.of());
    assertEquals(List.of(), choice.weights());
    assertEquals(2, choice.reasons().size());
  }

  /** Products of a group that was taken apart have its times. */
  @Test
  void singleProductsGoTogetherWhereTheWholeIsSlower() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.5, "c", 0.03, "d", 0.01);
    Map<String, Double> ratios = Map.of("a", 1.1, "b", 1.1, "c", 1.1, "d", 1.2);
    Chooser.Choice choice = choose(errors, ratios, Set.of(Set.of("d", "a", "c")));
    assertEquals(List.of("d"), choice.weights());
    assertEquals(3, choice.reasons().size());
  }

  @Test
  void nothingWhereTheWholeIsAlwaysSlower() throws Exception {
    Map<String, Double> errors = Map.of("a", 0.01, "b", 0.02, "c", 0.03, "d", 0.01);
    Set<Set<String>> all = Set.of(Set.of("a", "b", "c", "d"), Set.of("d"), Set.of("a", "b", "c"));
    Chooser.Choice choice = choose(errors, EVEN, all);
    assertEquals(List.of(), choice.weights());
    assertNull(choice.whole());
  }

  @Test
  void nothingToChooseFrom() throws Exception {
    Measuring none = (sets, effort) -> sets.stream().map(s -> (Finding) null).toList();
    Chooser.Choice choice = new Chooser(none, 0.1, line -> {}).choose(List.of());
    assertEquals(List.of(), choice.weights());
    assertNull(choice.whole());
  }
}
