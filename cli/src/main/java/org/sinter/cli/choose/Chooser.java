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
import java.util.stream.Collectors;
import org.sinter.cli.choose.Finding.Speed;
import org.sinter.cli.choose.Measuring.Effort;

/**
 * Takes every group of weights that makes nothing slower, then leaves out those that cost most
 * error until the whole is near enough, single products where a group has several, and those that
 * gain least until the whole is nowhere slower than without: in the middle of its interval, so that
 * who measures again finds nothing slower beyond it.
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
   * @param weights names of those to change; none: it is worth nothing
   * @param whole of all of them together; null where there are none
   * @param reasons what was left as it was and why
   */
  record Choice(List<String> weights, Finding whole, List<String> reasons) {}

  /** {@code limit} is the most error of the whole. */
  Chooser(Measuring measuring, double limit, Consumer<String> out) {
    this.measuring = measuring;
    this.limit = limit;
    this.out = out;
  }

  Choice choose(List<Group> groups) throws Exception {
    List<Finding> found = measuring.of(groups.stream().map(Group::members).toList(), Effort.QUICK);
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      findings.put(group, found.get(i));
      out.accept(group + ": " + found.get(i));
      List<Speed> slower = found.get(i).slower();
      if (slower.isEmpty()) {
        taken.add(group);
      } else {
        reasons.add(group + ": slower, " + joined(slower));
      }
    }
    return whole();
  }

  private Choice whole() throws Exception {
    while (!taken.isEmpty()) {
      fit();
      if (!taken.isEmpty()) {
        Finding whole = measuring.of(List.of(weights()), Effort.THOROUGH).get(0);
        out.accept("together: " + whole);
        if (whole.behind().isEmpty()) {
          return new Choice(weights(), whole, reasons);
        }
        leaveSlow(whole.behind());
      }
    }
    return new Choice(List.of(), null, reasons);
  }

  /** Leaves out what costs most until the whole is near enough. */
  private void fit() throws Exception {
    while (!taken.isEmpty()) {
      double error = measuring.of(List.of(weights()), Effort.ERRORS).get(0).distance().most();
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
      reasons.add(worst + ": too far, alone " + findings.get(worst).distance());
    } while (!taken.isEmpty() && worst().members().size() == 1 && sum > allowed);
  }

  private Group worst() {
    return taken.stream().max(Comparator.comparingDouble(this::squared)).orElseThrow();
  }

  /** An error that is no number is the largest. */
  private double squared(Group group) {
    double error = findings.get(group).distance().error();
    return Double.isNaN(error) ? Double.MAX_VALUE : error * error;
  }

  /** Of single products only errors are measured: their times are too short to tell apart. */
  private void divide(Group group) throws Exception {
    taken.remove(group);
    List<Group> parts = group.split();
    List<Finding> found = measuring.of(parts.stream().map(Group::members).toList(), Effort.ERRORS);
    for (int i = 0; i < parts.size(); i++) {
      findings.put(parts.get(i), findings.get(group).with(found.get(i).distance()));
    }
    taken.addAll(parts);
  }

  /** Leaves out all that gains nothing where the whole is slower, or else what gains least. */
  private void leaveSlow(List<Speed> slower) {
    List<String> places = slower.stream().map(Speed::place).toList();
    double least =
        taken.stream().mapToDouble(group -> findings.get(group).least(places)).min().orElseThrow();
    for (Group group : List.copyOf(taken)) {
      double gain = findings.get(group).least(places);
      if (gain < 1 || gain == least) {
        taken.remove(group);
        reasons.add(group + ": together with others slower, " + joined(slower));
      }
    }
  }

  private static String joined(List<Speed> speeds) {
    return speeds.stream().map(Speed::toString).collect(Collectors.joining(", "));
  }

  private List<String> weights() {
    return taken.stream().flatMap(group -> group.members().stream()).toList();
  }
}
