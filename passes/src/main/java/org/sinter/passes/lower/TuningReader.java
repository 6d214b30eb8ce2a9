package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sinter.ir.DType;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;

/** Text → tuning record; {@code #} begins a comment. */
public final class TuningReader {
  private static final int MAX_LINES = 10_000;
  private static final int MAX_LINE = 1000;
  private static final Pattern ENTRY =
      Pattern.compile(
          "([a-z0-9+._-]+)(?: +([a-z0-9]+)(?: +(\\d{1,9})x(\\d{1,9}))?)? *\\{([^{}]*)}( *finished)?");
  private static final Pattern SETTING = Pattern.compile("([a-z]+) *= *(\\d{1,9})");

  private final Location location;

  private TuningReader(Location location) {
    this.location = location;
  }

  /**
   * @throws CompileException naming the line that is wrong
   */
  public static Tuning read(String file, String text) {
    List<Tuning.Entry> entries = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (String line : text.lines().limit(MAX_LINES + 1L).toList()) {
      TuningReader reader = new TuningReader(Location.of(file, ++number, 1));
      if (number > MAX_LINES || line.length() > MAX_LINE) {
        throw reader.fault(
            "more than " + MAX_LINES + " lines, or over " + MAX_LINE + " characters");
      }
      String entry = line.replaceFirst("#.*", "").strip();
      if (!entry.isEmpty()) {
        Tuning.Entry read = reader.entry(entry);
        if (!seen.add(read.level() + " " + read.product())) {
          throw reader.fault("a second line for the same level and products");
        }
        entries.add(read);
      }
    }
    return new Tuning(entries);
  }

  private CompileException fault(String message, String... notes) {
    return new CompileException(location, message, notes);
  }

  private Tuning.Entry entry(String text) {
    Matcher m = ENTRY.matcher(text);
    if (!m.matches()) {
      throw fault(
          "no entry of a tuning record",
          "expected LEVEL {knob = value, ..}, or LEVEL TYPE KxN {..}, as v4 f32 384x1536 {rows = 8}");
    }
    return new Tuning.Entry(m.group(1), product(m), knobs(m.group(5)), m.group(6) != null);
  }

  private Tuning.Product product(Matcher m) {
    if (m.group(2) == null) {
      return null;
    }
    DType type =
        Arrays.stream(DType.values())
            .filter(t -> t.toString().equals(m.group(2)))
            .findFirst()
            .orElseThrow(() -> fault("unknown element type " + m.group(2)));
    return m.group(3) == null
        ? new Tuning.Product(type, 0, 0)
        : new Tuning.Product(type, Long.parseLong(m.group(3)), Long.parseLong(m.group(4)));
  }

  private Map<Knob, Integer> knobs(String text) {
    Map<Knob, Integer> knobs = new EnumMap<>(Knob.class);
    for (String setting : text.isBlank() ? new String[0] : text.split(",", -1)) {
      Matcher m = SETTING.matcher(setting.strip());
      if (!m.matches()) {
        throw fault("expected knob = value, found '" + setting.strip() + "'");
      }
      Knob knob = knob(m.group(1));
      int value = Integer.parseInt(m.group(2));
      if (value < knob.least() || value > knob.most()) {
        throw fault(knob + " is " + value + ", expected " + knob.least() + " to " + knob.most());
      }
      if (knobs.put(knob, value) != null) {
        throw fault(knob + " is given twice");
      }
    }
    return knobs;
  }

  private Knob knob(String name) {
    return Arrays.stream(Knob.values())
        .filter(k -> k.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> fault("unknown knob " + name, "knobs are " + Arrays.toString(Knob.values())));
  }
}
