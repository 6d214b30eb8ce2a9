package org.sinter.codegen;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Var;

/**
 * What names mean at a place in a kernel.
 *
 * @param lanes the vector loop around, or null
 * @param mask the lanes that are active, at least one of them; null: all
 */
record Scope(Map<Var, Operand> variables, Map<Buffer, Storage> buffers, Lanes lanes, Operand mask) {
  Scope bind(Var variable, Operand value) {
    Map<Var, Operand> more = new HashMap<>(variables);
    more.put(variable, value);
    return new Scope(more, buffers, lanes, mask);
  }

  Scope bind(Buffer buffer, Storage storage) {
    Map<Buffer, Storage> more = new HashMap<>(buffers);
    more.put(buffer, storage);
    return new Scope(variables, more, lanes, mask);
  }

  /** Inside a vector loop: its variable is the vector {@code 0, 1, 2 …}. */
  Scope vector(Lanes loop) {
    String numbers =
        IntStream.range(0, loop.count())
            .mapToObj(i -> "i64 " + i)
            .collect(Collectors.joining(", ", "<", ">"));
    Scope inner = bind(loop.variable(), new Operand("i64", loop.count(), numbers));
    return new Scope(inner.variables, buffers, loop, null);
  }

  /** As the first lane sees it, whatever is active: for values that are the same in all lanes. */
  Scope firstLane() {
    Scope inner = bind(lanes.variable(), Operand.ZERO);
    return new Scope(inner.variables, buffers, null, null);
  }

  Scope masked(Operand active) {
    return new Scope(variables, buffers, lanes, active);
  }

  Operand variable(Var variable) {
    Operand value = variables.get(variable);
    if (value == null) {
      throw new IllegalStateException("unknown variable " + variable.name());
    }
    return value;
  }

  Storage storage(Buffer buffer) {
    Storage storage = buffers.get(buffer);
    if (storage == null) {
      throw new IllegalStateException("unknown buffer " + buffer);
    }
    return storage;
  }
}
