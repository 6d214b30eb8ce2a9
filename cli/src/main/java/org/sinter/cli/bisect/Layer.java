package org.sinter.cli.bisect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.passes.Divisible.Unit;

/** Layers as names tell them: {@code /encoder/layer.3/output/MatMul} is of /encoder/layer.3. */
final class Layer {
  private Layer() {}

  /** Units by layer, both in order. */
  static Map<String, List<Unit>> of(List<Unit> units) {
    Map<String, List<Unit>> layers = new LinkedHashMap<>();
    for (Unit unit : units) {
      layers.computeIfAbsent(name(unit), l -> new ArrayList<>()).add(unit);
    }
    return layers;
  }

  /** Up to the first number that stands alone; without one the first part. */
  private static String name(Unit unit) {
    String name = unit.place().isEmpty() ? unit.name() : unit.place();
    int from = name.startsWith("/") ? 1 : 0;
    String[] parts = name.substring(from).split("(?<=[/.])");
    StringBuilder layer = new StringBuilder(name.substring(0, from));
    for (String part : parts) {
      layer.append(part);
      if (bare(part).matches("\\d+")) {
        return bare(layer.toString());
      }
    }
    return name.substring(0, from) + bare(parts[0]);
  }

  private static String bare(String part) {
    return part.replaceAll("[/.]$", "");
  }
}
