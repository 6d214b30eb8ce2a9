package org.sinter.cli.choose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sinter.cli.choose.Measuring.Effort;

/**
 * Takes 8 bits for every group of weights that is not slower so, then leaves out those that cost
 * most error until the whole is near enough, single products where a group has several; the whole
 * must not be slower than without.
 */
final class Chooser {
  private final Measuring measuring;
  private final double limit;
  private final Consumer<String> out;
  private final Set<Group> taken = new LinkedHashSet<>();
  private final Map<Group, Finding> findings = new HashMap<>();
  private final List<String> reasons = new ArrayList<>();

  /**
   * What was chosen.
   *
   * @param weights names of those in 8 bits; none: full precision
   * @param whole of all of them together; null where there are none
   * @param reasons what was left in full precision and why
   */
  record Choice(List<String> weights, Finding whole, List<String> reasons) {}

  /** {@code limit} is the most error of the whole. */
  Chooser(Measuring measuring, double limit, Consumer<String> out) {
    this.measuring = measuring;
    this.limit = limit;
    this.out = out;
  }

  Choice choose(List<Group> groups) throws Exception {
    find(groups, Effort.QUICK);
    for (Group group : groups) {
      Finding found = findings.get(group);
      out.accept(group + ": " + found);
      if (found.isSlower()) {
        reasons.add(group + ": slower in 8 bits, " + found.speed());
      } else {
        taken.add(group);
      }
    }
    fit();
    return confirm();
  }

  private void find(List<Group> groups, Effort effort) throws Exception {
    List<Finding> found = measuring.of(groups.stream().map(Group::members).toList(), effort);
    for (int i = 0; i < groups.size(); i++) {
      findings.put(groups.get(i), found.get(i));
    }
  }

  /** Leaves out what costs most until the whole is near enough. */
  private void fit() throws Exception {
    while (!taken.isEmpty()) {
      double error = measuring.of(List.of(weights()), Effort.ERRORS).get(0).error();
      if (error <= limit) {
        return;
      }
      out.accept(String.format(Locale.ROOT, "together: error %.1e, over %.1e", error, limit));
      leaveSome(error);
    }
  }

  /** Squared errors of independent sources add up: the largest go until the rest should fit. */
  private void leaveSome(double error) throws Exception {
    if (worst().members().size() > 1) {
      divide(worst());
    }
    double sum = taken.stream().mapToDouble(this::squared).sum();
    double allowed = sum * limit * limit / (error * error);
    do {
      Group worst = worst();
      sum -= squared(worst);
      taken.remove(worst);
      reasons.add(worst + ": too far in 8 bits, alone " + findings.get(worst).closeness());
    } while (!taken.isEmpty() && worst().members().size() == 1 && sum > allowed);
  }

  private Group worst() {
    return taken.stream().max(Comparator.comparingDouble(this::squared)).orElseThrow();
  }

  /** An error that is no number is the largest. */
  private double squared(Group group) {
    double error = findings.get(group).error();
    return Double.isNaN(error) ? Double.MAX_VALUE : error * error;
  }

  private void divide(Group group) throws Exception {
    taken.remove(group);
    List<Group> parts = group.split();
    find(parts, Effort.ERRORS);
    taken.addAll(parts);
  }

  private List<String> weights() {
    return taken.stream().flatMap(group -> group.members().stream()).toList();
  }

  private Choice confirm() throws Exception {
    if (taken.isEmpty()) {
      return new Choice(List.of(), null, reasons);
    }
    Finding whole = measuring.of(List.of(weights()), Effort.THOROUGH).get(0);
    out.accept("together: " + whole);
    if (whole.isSlower()) {
      reasons.add("everything: slower in 8 bits as a whole, " + whole.speed());
      return new Choice(List.of(), null, reasons);
    }
    return new Choice(weights(), whole, reasons);
  }
}
