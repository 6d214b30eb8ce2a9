package org.sinter.ir.interp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Program;

/** What the calls of one run see: inputs, results, constants and the arena. */
final class ProgramMemory {
  private final Program program;
  private final List<Tensor> inputs;
  private final Map<String, Long> symbols;
  private final List<Tensor> results;
  private final ByteBuffer arena;
  private final Map<Integer, ByteBuffer> weights = new HashMap<>();

  ProgramMemory(Program program, List<Tensor> inputs, Map<String, Long> symbols) {
    this.program = program;
    this.inputs = inputs;
    this.symbols = symbols;
    results =
        program.outputs().stream()
            .map(o -> Garbage.tensor(o.type().dtype(), shape(most(o.type()))))
            .toList();
    arena = ByteBuffer.allocate(Math.toIntExact(program.arena().evaluate(this::symbol)));
    Garbage.fill(arena);
  }

  Map<String, Long> symbols() {
    return symbols;
  }

  /** A symbol's value; before it is measured, its bound. */
  long symbol(String name) {
    Long value = symbols.get(name);
    if (value != null) {
      return value;
    }
    Dim bound = program.symbols().measured().get(name);
    if (bound == null) {
      throw new IllegalStateException(program.name() + ": symbol " + name + " has no value");
    }
    return bound.evaluate(this::symbol);
  }

  private TensorType most(TensorType type) {
    return type.with(program.symbols().most(type.dims()));
  }

  private long[] shape(TensorType type) {
    return type.dims().stream().mapToLong(d -> d.evaluate(this::symbol)).toArray();
  }

  /** The result as it is after the run. */
  Tensor result(int index) {
    return Garbage.cut(results.get(index), shape(program.outputs().get(index).type()));
  }

  /** The first {@code size} bytes at {@code place}. */
  ByteBuffer bytes(Program.Place place, long size) {
    ByteBuffer whole = whole(place);
    if (size > whole.remaining()) {
      throw new IllegalStateException(
          program.name() + ": " + size + " bytes at " + place + ", which has " + whole.remaining());
    }
    return whole.slice(whole.position(), (int) size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private ByteBuffer whole(Program.Place place) {
    if (place instanceof Program.Input p) {
      return inputs.get(p.index()).bytes();
    }
    if (place instanceof Program.Result p) {
      return results.get(p.index()).bytes();
    }
    if (place instanceof Program.Weight p) {
      return weights.computeIfAbsent(p.index(), this::weight).duplicate();
    }
    long offset = ((Program.Arena) place).offset().evaluate(this::symbol);
    if (offset < 0 || offset > arena.capacity() || offset % 64 != 0) {
      throw new IllegalStateException(
          program.name() + ": offset " + offset + " in an arena of " + arena.capacity());
    }
    return arena.duplicate().position((int) offset);
  }

  private ByteBuffer weight(int index) {
    Elements elements = program.constants().get(index).elements();
    int size = Math.toIntExact(elements.size());
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(size, elements.type().bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    elements.read(0, size, bytes);
    return bytes.rewind();
  }
}
