package org.sinter.codegen;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sinter.ir.Dim;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;

/** Where a kernel's own buffers lie: on the stack up to 16 KiB in all, else in scratch memory. */
final class Locals {
  private static final long STACK_BYTES = 16 << 10;
  private static final int ALIGNMENT = 64;

  private final Map<Buffer, Local> all = new LinkedHashMap<>();
  private Dim scratch = Dim.ZERO;
  private long stack;

  /**
   * A buffer and how many lanes have a copy of it.
   *
   * @param register what holds its address
   * @param offset in bytes, in the worker's scratch memory; null: on the stack
   */
  record Local(Buffer buffer, String register, int copies, Dim offset) {
    boolean onStack() {
      return offset == null;
    }

    Dim elements() {
      return buffer.type().size().times(copies);
    }
  }

  static Locals of(Kernel kernel) {
    Locals locals = new Locals();
    kernel.body().accept(new Collector(locals, 1));
    return locals;
  }

  Map<Buffer, Local> all() {
    return all;
  }

  Local get(Buffer buffer) {
    return all.get(buffer);
  }

  /** Bytes of scratch memory for each worker, a multiple of 64. */
  Dim scratch() {
    return scratch;
  }

  private void add(Buffer buffer, int copies) {
    if (!all.containsKey(buffer)) {
      Dim bytes = buffer.type().size().times((long) copies * buffer.dtype().bytes());
      Dim offset = offset(bytes.plus(ALIGNMENT - 1));
      all.put(buffer, new Local(buffer, "l" + all.size(), copies, offset));
    }
  }

  private Dim offset(Dim padded) {
    if (padded.isConstant() && stack + padded.value() <= STACK_BYTES + ALIGNMENT - 1) {
      stack += padded.value() / ALIGNMENT * ALIGNMENT;
      return null;
    }
    Dim offset = scratch;
    scratch = scratch.plus(padded.floorDiv(Dim.of(ALIGNMENT)).times(ALIGNMENT));
    return offset;
  }

  /** Finds allocations; {@code copies} is the number of lanes of the vector loop around. */
  private record Collector(Locals locals, int copies) implements Stmt.Visitor<Void> {
    @Override
    public Void loop(Stmt.For s) {
      boolean vector = s.kind() == Stmt.Kind.VECTOR && s.extent() instanceof Const;
      int lanes = vector ? Math.toIntExact(((Const) s.extent()).value().longValue()) : copies;
      return s.body().accept(new Collector(locals, Math.max(1, lanes)));
    }

    @Override
    public Void store(Stmt.Store s) {
      return null;
    }

    @Override
    public Void block(Stmt.Block s) {
      s.body().forEach(part -> part.accept(this));
      return null;
    }

    @Override
    public Void branch(Stmt.If s) {
      s.then().accept(this);
      return s.otherwise().accept(this);
    }

    @Override
    public Void alloc(Stmt.Alloc s) {
      locals.add(s.buffer(), copies);
      return s.body().accept(this);
    }

    @Override
    public Void check(Stmt.Check s) {
      return null;
    }

    @Override
    public Void let(Stmt.Let s) {
      return s.body().accept(this);
    }

    @Override
    public Void measure(Stmt.Measure s) {
      return null;
    }

    @Override
    public Void prefetch(Stmt.Prefetch s) {
      return null;
    }
  }
}
