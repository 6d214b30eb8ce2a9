package org.sinter.ir.interp;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;

/** Runs one call: the kernel's symbols in terms of the program's, its buffers in their places. */
final class CallRunner {
  private final Program program;
  private final Program.Call call;
  private final ProgramMemory memory;
  private final Kernel kernel;

  CallRunner(Program program, Program.Call call, ProgramMemory memory) {
    this.program = program;
    this.call = call;
    this.memory = memory;
    this.kernel =
        program.kernels().stream()
            .filter(k -> k.name().equals(call.kernel()))
            .findFirst()
            .orElseThrow(() -> wrong("there is no such kernel"));
  }

  private IllegalStateException wrong(String what) {
    return new IllegalStateException(program.name() + ": call of " + call.kernel() + ": " + what);
  }

  void run() {
    if (call.places().size() != kernel.buffers().size()) {
      throw wrong(call.places().size() + " places for " + kernel.buffers());
    }
    Map<String, Long> symbols = symbols();
    Set<String> known = Set.copyOf(symbols.keySet());
    List<Tensor> tensors = new ArrayList<>();
    for (int i = 0; i < kernel.buffers().size(); i++) {
      tensors.add(tensor(kernel.buffers().get(i), call.places().get(i)));
    }
    KernelInterpreter.run(kernel, tensors, symbols);
    symbols.forEach((name, value) -> measured(name, value, known));
  }

  /** Values of the kernel's symbols that have one; its free symbols are the program's. */
  private Map<String, Long> symbols() {
    Map<String, Long> values = new HashMap<>(memory.symbols());
    Set<String> unknown = new LinkedHashSet<>();
    call.dims()
        .forEach(
            (name, dim) -> {
              if (memory.symbols().keySet().containsAll(dim.symbols())) {
                values.put(name, dim.evaluate(memory::symbol));
              } else {
                unknown.add(name);
              }
            });
    values.keySet().removeAll(unknown);
    return values;
  }

  /** A symbol's value for the kernel; before it is measured, its bound. */
  private long symbol(String name) {
    Dim dim = call.dims().get(name);
    return dim == null ? memory.symbol(name) : dim.evaluate(memory::symbol);
  }

  private Tensor tensor(Buffer buffer, Program.Place place) {
    boolean fixed = place instanceof Program.Input || place instanceof Program.Weight;
    if (fixed && kernel.writes(buffer)) {
      throw wrong("writes " + buffer + " at " + place);
    }
    long[] shape = buffer.type().dims().stream().mapToLong(d -> d.evaluate(this::symbol)).toArray();
    long size = Math.multiplyExact(Tensor.size(shape), buffer.dtype().bytes());
    return new Tensor(buffer.dtype(), shape, memory.bytes(place, size));
  }

  private void measured(String name, long value, Set<String> known) {
    if (known.contains(name)) {
      return;
    }
    Dim dim = call.dims().get(name);
    String symbol = dim == null ? name : dim.symbolName();
    if (symbol == null) {
      throw wrong("measures " + name + ", which is " + dim);
    }
    memory.symbols().put(symbol, value);
  }
}
