package org.sinter.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads model.json (docs/abi.md) and checks all that can be checked before a call. */
final class MetadataReader {
  static final int FORMAT = 1;
  static final int ABI = 3;
  private static final int MAX_SYMBOLS = 256;
  private static final int MAX_PORTS = 4096;
  private static final int MAX_RANK = 64;
  private static final int MAX_CALLS = 1 << 17;
  private static final long MAX_WEIGHTS = 1L << 40;

  private final Fields root;
  private final List<String> names = new ArrayList<>();

  private MetadataReader(Fields root) {
    this.root = root;
  }

  static Metadata read(String where, String text) {
    return new MetadataReader(Fields.of(where, Json.read(where, text))).metadata();
  }

  private Metadata metadata() {
    version("format", FORMAT);
    version("abi", ABI);
    List<Symbol> symbols = symbols();
    List<Metadata.Port> inputs = ports("inputs");
    Fields memory = root.object("memory");
    Metadata metadata =
        new Metadata(
            root.text("name"),
            inputs,
            ports("outputs"),
            symbols,
            bounds(symbols),
            constraints(),
            root.texts("checks"),
            formula(memory, memory.text("arena")),
            formula(memory, memory.text("scratch")),
            slices(),
            weights(),
            libraries(),
            profile());
    requireBound(symbols, inputs);
    return metadata;
  }

  private void version(String name, long known) {
    long found = root.integer(name);
    if (found != known) {
      throw new ModelException(
          root.where() + ": " + name + " is " + found + ", this runtime reads " + known);
    }
  }

  /** Whether a library of this ABI can be run. */
  static boolean reads(long abi) {
    return abi == ABI;
  }

  private List<Symbol> symbols() {
    List<Symbol> symbols = new ArrayList<>();
    for (Fields each : root.objects("symbols")) {
      String measured = each.has("measured") ? each.text("measured") : null;
      long min = each.integer("min", measured == null ? 1 : 0);
      long max = each.integer("max", Long.MAX_VALUE);
      String name = each.text("name");
      if (min < 0 || max < min || names.contains(name) || names.size() == MAX_SYMBOLS) {
        throw each.wrong(
            "name", "at most " + MAX_SYMBOLS + " symbols, each once, 0 <= min <= max,");
      }
      names.add(name);
      symbols.add(new Symbol(name, min, max, measured));
    }
    return List.copyOf(symbols);
  }

  /** The bound of each symbol, {@code null} for those that are not measured. */
  private List<Formula> bounds(List<Symbol> symbols) {
    Formula[] bounds = new Formula[symbols.size()];
    for (int i = 0; i < bounds.length; i++) {
      if (symbols.get(i).measured() != null) {
        bounds[i] = formula(root, symbols.get(i).measured());
        requireEarlier(bounds[i], i, symbols);
      }
    }
    return Arrays.asList(bounds);
  }

  /** A bound may use symbols that inputs bind, and measured ones that come earlier. */
  private void requireEarlier(Formula bound, int index, List<Symbol> symbols) {
    for (int i = index; i < symbols.size(); i++) {
      if (symbols.get(i).measured() != null && bound.mentions(i)) {
        throw root.wrong("symbols", "a bound of " + names.get(index) + " without " + names.get(i));
      }
    }
  }

  /** Every symbol must be some input's dim alone, or measured. */
  private void requireBound(List<Symbol> symbols, List<Metadata.Port> inputs) {
    boolean[] bound = new boolean[symbols.size()];
    for (Metadata.Port input : inputs) {
      for (Formula dim : input.dims()) {
        if (dim.symbol() >= 0) {
          bound[dim.symbol()] = true;
        }
      }
    }
    for (int i = 0; i < bound.length; i++) {
      if (bound[i] == (symbols.get(i).measured() != null)) {
        throw root.wrong("symbols", "an input dim that is " + names.get(i) + ", or a bound,");
      }
    }
  }

  private List<Metadata.Port> ports(String kind) {
    List<Metadata.Port> ports = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Fields each : root.objects(kind)) {
      TensorSpec spec = new TensorSpec(each.text("name"), type(each), each.texts("shape"));
      if (!seen.add(spec.name()) || seen.size() > MAX_PORTS || spec.shape().size() > MAX_RANK) {
        throw each.wrong("name", "at most " + MAX_PORTS + " names, each once, rank <= " + MAX_RANK);
      }
      List<String> room = each.has("room") ? each.texts("room") : spec.shape();
      if (room.size() != spec.shape().size()) {
        throw each.wrong("room", "as many dims as the shape has");
      }
      ports.add(new Metadata.Port(spec, formulas(each, spec.shape()), formulas(each, room)));
    }
    return List.copyOf(ports);
  }

  private List<Formula> formulas(Fields where, List<String> texts) {
    List<Formula> formulas = new ArrayList<>();
    for (String text : texts) {
      formulas.add(formula(where, text));
    }
    return List.copyOf(formulas);
  }

  private static ElementType type(Fields port) {
    ElementType type = ElementType.named(port.text("type"));
    if (type == null) {
      throw port.wrong("type", "an element type, not \"" + port.text("type") + "\",");
    }
    return type;
  }

  private Formula formula(Fields where, String text) {
    try {
      return FormulaReader.read(text, names);
    } catch (ModelException e) {
      throw new ModelException(where.where() + ": " + e.getMessage(), e);
    }
  }

  private List<Constraint> constraints() {
    List<Constraint> constraints = new ArrayList<>();
    for (String text : root.texts("constraints")) {
      constraints.add(Constraint.read(text, names));
    }
    return List.copyOf(constraints);
  }

  /** How calls may be cut, null: not. */
  private Slices.Rule slices() {
    if (!root.has("slices")) {
      return null;
    }
    Fields slices = root.object("slices");
    int symbol = names.indexOf(slices.text("symbol"));
    if (symbol < 0) {
      throw slices.wrong("symbol", "a symbol");
    }
    return new Slices.Rule(symbol, formula(slices, slices.text("rows")));
  }

  private List<Metadata.WeightsFile> weights() {
    List<Metadata.WeightsFile> files = new ArrayList<>();
    for (Fields each : root.objects("weights")) {
      long bytes = each.integer("bytes");
      if (bytes < 0 || bytes > MAX_WEIGHTS) {
        throw each.wrong("bytes", "0 to " + MAX_WEIGHTS);
      }
      files.add(new Metadata.WeightsFile(file(each), bytes, sha256(each)));
    }
    return List.copyOf(files);
  }

  private List<Metadata.LibraryFile> libraries() {
    List<Metadata.LibraryFile> files = new ArrayList<>();
    for (Fields each : root.objects("libraries")) {
      files.add(new Metadata.LibraryFile(each.text("system"), file(each), sha256(each)));
    }
    return List.copyOf(files);
  }

  /** Where the table of kernel calls lies, null where there is none. */
  private Metadata.ProfileFile profile() {
    if (!root.has("profile")) {
      return null;
    }
    Fields profile = root.object("profile");
    long calls = profile.integer("calls");
    if (calls < 0 || calls > MAX_CALLS) {
      throw profile.wrong("calls", "0 to " + MAX_CALLS);
    }
    return new Metadata.ProfileFile(file(profile), (int) calls, sha256(profile));
  }

  /** A plain file name: nothing that could lead out of the model's folder. */
  private static String file(Fields each) {
    String name = each.text("file");
    boolean plain = !name.isEmpty() && name.length() <= 255 && !name.startsWith(".");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      plain &= c < 128 && Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }
    if (!plain) {
      throw each.wrong("file", "a plain file name");
    }
    return name;
  }

  private static String sha256(Fields each) {
    String hash = each.text("sha256");
    boolean good = hash.length() == 64;
    for (int i = 0; i < hash.length(); i++) {
      good &= "0123456789abcdef".indexOf(hash.charAt(i)) >= 0;
    }
    if (!good) {
      throw each.wrong("sha256", "64 lower-case hexadecimal digits");
    }
    return hash;
  }
}
