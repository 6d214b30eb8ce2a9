package org.sinter.cli.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names that differ in one number are said once: {@code layer.0.w, layer.1.w} as layer.{0-1}.w. */
final class Places {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private Places() {}

  /** In order of first appearance. */
  static List<String> compact(List<String> names) {
    Map<String, List<List<Integer>>> shapes = new LinkedHashMap<>();
    for (String name : new LinkedHashSet<>(names)) {
      shapes.computeIfAbsent(shape(name), s -> new ArrayList<>()).add(numbers(name));
    }
    Set<String> places = new LinkedHashSet<>();
    shapes.forEach((shape, numbers) -> add(places, shape, numbers));
    return List.copyOf(places);
  }

  private static String shape(String name) {
    return NUMBER.matcher(name).replaceAll("\0");
  }

  private static List<Integer> numbers(String name) {
    return NUMBER.matcher(name).results().map(r -> Integer.parseInt(r.group())).toList();
  }

  private static void add(Set<String> places, String shape, List<List<Integer>> numbers) {
    List<Set<Integer>> columns = new ArrayList<>();
    for (int i = 0; i < numbers.get(0).size(); i++) {
      int at = i;
      columns.add(new TreeSet<>(numbers.stream().map(n -> n.get(at)).toList()));
    }
    if (columns.stream().filter(c -> c.size() > 1).count() <= 1) {
      places.add(fill(shape, columns));
    } else {
      numbers.forEach(n -> places.add(fill(shape, n.stream().map(Set::of).toList())));
    }
  }

  private static String fill(String shape, List<Set<Integer>> columns) {
    Matcher holes = Pattern.compile("\0").matcher(shape);
    StringBuilder text = new StringBuilder();
    for (int i = 0; holes.find(); i++) {
      holes.appendReplacement(text, Matcher.quoteReplacement(ranges(columns.get(i))));
    }
    return holes.appendTail(text).toString();
  }

  /** {@code 3}, {@code {0-5}}, {@code {0-2,5}}. */
  private static String ranges(Set<Integer> numbers) {
    List<String> parts = new ArrayList<>();
    List<Integer> sorted = new ArrayList<>(new TreeSet<>(numbers));
    for (int i = 0; i < sorted.size(); ) {
      int end = i;
      while (end + 1 < sorted.size() && sorted.get(end + 1) == sorted.get(end) + 1) {
        end++;
      }
      parts.add(sorted.get(i) + (end == i ? "" : "-" + sorted.get(end)));
      i = end + 1;
    }
    return numbers.size() == 1 ? parts.get(0) : "{" + String.join(",", parts) + "}";
  }
}
