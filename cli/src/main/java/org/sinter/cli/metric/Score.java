package org.sinter.cli.metric;

import java.util.LinkedHashMap;
import java.util.Map;

/** A figure and its 95 % interval. */
public record Score(double value, double low, double high) {
  /** Of a difference: whether the interval leaves 0 out. */
  public boolean isClear() {
    return low > 0 || high < 0;
  }

  /** For machines. */
  public Map<String, Object> json() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("value", value);
    map.put("low", low);
    map.put("high", high);
    return map;
  }

  @Override
  public String toString() {
    return String.format("%s [%s, %s]", text(value), text(low), text(high));
  }

  private static String text(double value) {
    double size = Math.abs(value);
    if (Math.abs(value - 1) < 1e-2) {
      return String.format("%.7f", value); // cosines: what they lack to 1 counts
    }
    return size != 0 && (size < 1e-3 || size >= 1e5)
        ? String.format("%.3g", value)
        : String.format(size >= 100 ? "%.2f" : "%.4f", value);
  }
}
