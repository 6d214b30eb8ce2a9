package org.sinter.cli.explain;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Numbers as people read them. */
final class Quantity {
  private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P"};

  private Quantity() {}

  /** {@code 22.7 M}. */
  static String of(long number) {
    double rest = number;
    int prefix = 0;
    while (Math.abs(rest) >= 1000 && prefix < PREFIXES.length - 1) {
      rest /= 1000;
      prefix++;
    }
    String format = prefix == 0 || Math.abs(rest) >= 100 ? "%.0f %s" : "%.1f %s";
    return String.format(Locale.ROOT, format, rest, PREFIXES[prefix]).strip();
  }

  /** {@code 90.9 MB}. */
  static String bytes(long number) {
    return unit(number, "B");
  }

  /** {@code 2.9 GFLOP}. */
  static String flops(long number) {
    return unit(number, "FLOP");
  }

  private static String unit(long number, String unit) {
    String text = of(number);
    return text.contains(" ") ? text + unit : text + " " + unit;
  }

  /** {@code 583 → 96 (16 %)}. */
  static String change(String before, String after, double ratio) {
    return before.equals(after)
        ? before
        : String.format(Locale.ROOT, "%s → %s (%.0f %%)", before, after, 100 * ratio);
  }

  /** {@code +13 layer-norm, -26 mul}: what there is more of first. */
  static String changes(Map<String, Integer> changes) {
    return changes.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .map(e -> String.format(Locale.ROOT, "%+d %s", e.getValue(), e.getKey()))
        .collect(Collectors.joining(", "));
  }
}
