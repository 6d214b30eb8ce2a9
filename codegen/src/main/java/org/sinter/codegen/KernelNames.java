package org.sinter.codegen;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Kernel;

/** The names in a kernel: symbols of its dims, symbols it measures, messages of its checks. */
final class KernelNames {
  private final Set<String> symbols = new TreeSet<>();
  private final Set<String> measured = new TreeSet<>();
  private final List<String> checks = new ArrayList<>();

  static KernelNames of(Kernel kernel) {
    KernelNames names = new KernelNames();
    kernel.buffers().forEach(names::add);
    kernel.body().accept(new NameCollector(names, newSeen()));
    return names;
  }

  private static Set<Object> newSeen() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  void add(Buffer buffer) {
    buffer.type().dims().forEach(this::add);
  }

  void add(Dim dim) {
    symbols.addAll(dim.symbols());
  }

  void addMeasured(String symbol) {
    measured.add(symbol);
  }

  void addCheck(String message) {
    if (!checks.contains(message)) {
      checks.add(message);
    }
  }

  /** Sorted. */
  Set<String> symbols() {
    return symbols;
  }

  /** Sorted. */
  Set<String> measured() {
    return measured;
  }

  /** In order of appearance. */
  List<String> checks() {
    return checks;
  }
}
