package org.sinter.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The kernel calls of one CPU level, read from the model's profile.json when first asked for. */
final class KernelTable {
  private static final int MAX_BYTES = 64 << 20;

  private final Place place;
  private final Metadata model;
  private final String level;
  private List<KernelCall> calls;

  KernelTable(Place place, Metadata model, String level) {
    this.place = place;
    this.model = model;
    this.level = level;
  }

  /** The calls; throws where the model has no table or it cannot be read. */
  synchronized List<KernelCall> calls() {
    if (calls == null) {
      if (model.profile() == null) {
        throw new ModelException(
            "model " + model.name() + " has no profile: compile it with a newer sinter");
      }
      try (Source source = place.open()) {
        calls = read(source);
      } catch (IOException e) {
        throw new ModelException(
            "the profile of model " + model.name() + " cannot be read: " + e, e);
      }
    }
    return calls;
  }

  /** The calls; unnamed ones where there is no table. */
  synchronized List<KernelCall> callsIfKnown() {
    try {
      return calls();
    } catch (ModelException e) {
      List<KernelCall> unknown = new ArrayList<>();
      for (int i = 0; i < model.calls(); i++) {
        unknown.add(KernelCall.unknown(i));
      }
      calls = List.copyOf(unknown);
      return calls;
    }
  }

  private List<KernelCall> read(Source source) throws IOException {
    String file = model.profile().file();
    byte[] bytes = SourceReader.read(source, file, MAX_BYTES);
    if (bytes == null) {
      throw new ModelException("no " + source.where(file));
    }
    String hash = SourceReader.hex(SourceReader.sha256().digest(bytes));
    SourceReader.requireSame(source.where(file), hash, model.profile().sha256());
    return read(source.where(file), new String(bytes, StandardCharsets.UTF_8), model, level);
  }

  static List<KernelCall> read(String where, String text, Metadata model, String level) {
    List<String> names = model.symbols().stream().map(Symbol::name).toList();
    Fields root = Fields.of(where, Json.read(where, text));
    for (Fields table : root.objects("tables")) {
      if (table.texts("levels").contains(level)) {
        List<KernelCall> calls = new ArrayList<>();
        table.objects("calls").forEach(call -> calls.add(call(call, names)));
        if (calls.size() > model.calls()) {
          throw table.wrong("calls", "at most " + model.calls());
        }
        return List.copyOf(calls);
      }
    }
    throw root.wrong("tables", "a table for level " + level);
  }

  private static KernelCall call(Fields call, List<String> names) {
    return new KernelCall(
        call.text("kernel"),
        call.text("node"),
        formula(call, "flops", names),
        formula(call, "bytes", names),
        formula(call, "weights", names));
  }

  private static Formula formula(Fields call, String name, List<String> names) {
    try {
      return FormulaReader.read(call.text(name), names);
    } catch (ModelException e) {
      throw new ModelException(call.where() + ": " + e.getMessage(), e);
    }
  }
}
