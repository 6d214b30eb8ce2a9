package org.sinter.passes.lower;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sinter.ir.DType;

/**
 * What measuring found: knobs for CPU levels, for all kernels or for some products. As text one
 * line each, {@code v4 {rows = 8, vectors = 3}} or {@code v4 f32 384x1536 {ahead = 32} finished}.
 */
public record Tuning(List<Entry> entries) {
  public static final Tuning NONE = new Tuning(List.of());

  public Tuning {
    entries = List.copyOf(entries);
  }

  /**
   * Products with weights of a type.
   *
   * @param k rows of the weights, 0: of any size
   * @param n columns of the weights, 0: of any size
   */
  public record Product(DType type, long k, long n) {
    boolean includes(Product other) {
      return type == other.type && (k == 0 && n == 0 || k == other.k && n == other.n);
    }

    @Override
    public String toString() {
      return type + (k == 0 && n == 0 ? "" : " " + k + "x" + n);
    }
  }

  /**
   * Knobs of a level that differ from those of its tile.
   *
   * @param product the products that they are for; null: all kernels
   * @param finished whether the search for them came to its end
   */
  public record Entry(String level, Product product, Map<Knob, Integer> knobs, boolean finished) {
    public Entry {
      EnumMap<Knob, Integer> sorted = new EnumMap<>(Knob.class);
      sorted.putAll(knobs);
      knobs = java.util.Collections.unmodifiableMap(sorted);
    }

    boolean isFor(String otherLevel, Product other) {
      return level.equals(otherLevel) && java.util.Objects.equals(product, other);
    }

    @Override
    public String toString() {
      String inner =
          knobs.entrySet().stream()
              .map(e -> e.getKey() + " = " + e.getValue())
              .collect(Collectors.joining(", ", " {", "}"));
      return level + (product == null ? "" : " " + product) + inner + (finished ? " finished" : "");
    }
  }

  /** The record that comes with the compiler. */
  public static Tuning shipped() {
    try (InputStream in = Tuning.class.getResourceAsStream("shipped.tuning")) {
      return TuningReader.read(
          "shipped.tuning", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A level's tile with what is said of the level; of {@code v4+vnni} what is said of {@code v4}
   * comes first.
   */
  public Schedule at(String level, Tile plain) {
    List<Entry> found = new ArrayList<>();
    for (Entry entry : entries) {
      if (level.equals(entry.level) || level.startsWith(entry.level + "+")) {
        found.add(entry);
      }
    }
    found.sort(
        Comparator.comparing((Entry e) -> e.level.length()).thenComparing(Tuning::speciality));
    return new Schedule(plain, found);
  }

  private static int speciality(Entry entry) {
    return entry.product == null ? 0 : entry.product.k == 0 ? 1 : 2;
  }

  /** The entry for exactly this; null where there is none. */
  public Entry find(String level, Product product) {
    return entries.stream().filter(e -> e.isFor(level, product)).findFirst().orElse(null);
  }

  /** The entry in the place of one for the same, or at the end. */
  public Tuning with(Entry entry) {
    List<Entry> all = new ArrayList<>(entries);
    all.removeIf(e -> e.isFor(entry.level, entry.product));
    all.add(entry);
    return new Tuning(all);
  }

  /** This one's knobs, and those of the other for what this one is silent about. */
  public Tuning over(Tuning other) {
    Tuning all = other;
    for (Entry entry : entries) {
      Entry below = all.find(entry.level, entry.product);
      Map<Knob, Integer> knobs = new EnumMap<>(Knob.class);
      knobs.putAll(below == null ? Map.of() : below.knobs);
      knobs.putAll(entry.knobs);
      all = all.with(new Entry(entry.level, entry.product, knobs, entry.finished));
    }
    return all;
  }

  /** What is said of these levels. */
  public Tuning of(Collection<String> levels) {
    return new Tuning(
        entries.stream()
            .filter(
                e ->
                    levels.stream().anyMatch(l -> l.equals(e.level) || l.startsWith(e.level + "+")))
            .toList());
  }

  /** One line for each entry. */
  @Override
  public String toString() {
    return entries.stream().map(e -> e + "\n").collect(Collectors.joining());
  }
}
