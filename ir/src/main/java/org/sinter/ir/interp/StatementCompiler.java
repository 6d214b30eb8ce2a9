package org.sinter.ir.interp;

import java.util.Arrays;
import java.util.Map;
import java.util.function.IntPredicate;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/**
 * Compiles statements to actions on the frames of the active lanes: a vector loop multiplies the
 * frames, and each store evaluates all lanes before it writes.
 */
final class StatementCompiler implements Stmt.Visitor<Action> {
  private final Kernel kernel;
  private final Evaluator evaluator;
  private final Map<String, Long> symbols;

  StatementCompiler(Kernel kernel, Evaluator evaluator, Map<String, Long> symbols) {
    this.kernel = kernel;
    this.evaluator = evaluator;
    this.symbols = symbols;
  }

  @Override
  public Action loop(Stmt.For s) {
    Code extent = evaluator.compile(s.extent());
    int slot = evaluator.slot();
    Action body = body(s.variable(), slot, s.body());
    return s.kind() == Stmt.Kind.VECTOR
        ? frames -> body.run(lanes(frames, slot, extent))
        : frames -> repeat(frames, slot, extent, body);
  }

  @Override
  public Action let(Stmt.Let s) {
    Code value = evaluator.compile(s.value());
    int slot = evaluator.slot();
    Action body = body(s.variable(), slot, s.body());
    return frames -> {
      for (long[] frame : frames) {
        frame[slot] = value.integer(frame);
      }
      body.run(frames);
    };
  }

  /** Statements that see a variable in a slot of the frames. */
  private Action body(Var variable, int slot, Stmt statements) {
    Integer old = evaluator.declare(variable, slot);
    Action body = statements.accept(this);
    evaluator.undeclare(variable, old);
    return body;
  }

  private static long[][] lanes(long[][] frames, int slot, Code extent) {
    int lanes = Math.toIntExact(extent.integer(frames[0]));
    long[][] all = new long[frames.length * lanes][];
    for (int i = 0; i < all.length; i++) {
      all[i] = frames[i / lanes].clone();
      all[i][slot] = i % lanes;
    }
    return all;
  }

  /** Lanes may differ in how often they repeat; those that are done sit out. */
  private static void repeat(long[][] frames, int slot, Code extent, Action body) {
    if (frames.length == 1) {
      long count = extent.integer(frames[0]);
      for (long i = 0; i < count; i++) {
        frames[0][slot] = i;
        body.run(frames);
      }
      return;
    }
    long[] counts = Arrays.stream(frames).mapToLong(extent::integer).toArray();
    long most = Arrays.stream(counts).max().orElse(0);
    for (long i = 0; i < most; i++) {
      long now = i;
      long[][] active = chosen(frames, lane -> now < counts[lane]);
      for (long[] frame : active) {
        frame[slot] = i;
      }
      body.run(active);
    }
  }

  private static long[][] chosen(long[][] frames, IntPredicate lanes) {
    long[][] active = new long[frames.length][];
    int count = 0;
    for (int i = 0; i < frames.length; i++) {
      if (lanes.test(i)) {
        active[count++] = frames[i];
      }
    }
    return count == frames.length ? frames : Arrays.copyOf(active, count);
  }

  @Override
  public Action store(Stmt.Store s) {
    checkWritten(s.buffer());
    Evaluator.Storage storage = evaluator.storage(s.buffer());
    Code[] indices = evaluator.compile(s.indices());
    Code value = evaluator.compile(s.value());
    boolean real = s.buffer().dtype().isFloat();
    return frames -> {
      if (frames.length == 1) {
        storeOne(storage, indices, value, real, frames[0]);
      } else {
        storeAll(storage, indices, value, real, frames);
      }
    };
  }

  private void checkWritten(Buffer buffer) {
    if (kernel.buffers().contains(buffer) && !kernel.writes(buffer)) {
      throw new IllegalStateException(kernel.name() + " writes its input " + buffer);
    }
  }

  private static long at(Evaluator.Storage storage, Code[] indices, long[] frame) {
    long at = storage.memory().at(indices, frame);
    return storage.base() < 0 ? at : frame[storage.base()] + at;
  }

  private static void storeOne(
      Evaluator.Storage storage, Code[] indices, Code value, boolean real, long[] frame) {
    long at = at(storage, indices, frame);
    if (real) {
      storage.memory().set(at, value.real(frame));
    } else {
      storage.memory().set(at, value.integer(frame));
    }
  }

  private static void storeAll(
      Evaluator.Storage storage, Code[] indices, Code value, boolean real, long[][] frames) {
    long[] at = Arrays.stream(frames).mapToLong(f -> at(storage, indices, f)).toArray();
    if (real) {
      double[] values = Arrays.stream(frames).mapToDouble(value::real).toArray();
      for (int i = 0; i < at.length; i++) {
        storage.memory().set(at[i], values[i]);
      }
    } else {
      long[] values = Arrays.stream(frames).mapToLong(value::integer).toArray();
      for (int i = 0; i < at.length; i++) {
        storage.memory().set(at[i], values[i]);
      }
    }
  }

  @Override
  public Action block(Stmt.Block s) {
    Action[] actions = s.body().stream().map(b -> b.accept(this)).toArray(Action[]::new);
    return frames -> {
      for (Action action : actions) {
        action.run(frames);
      }
    };
  }

  @Override
  public Action branch(Stmt.If s) {
    Code condition = evaluator.compile(s.condition());
    Action then = s.then().accept(this);
    Action otherwise = s.otherwise().accept(this);
    return frames -> {
      if (frames.length == 1) {
        (condition.integer(frames[0]) != 0 ? then : otherwise).run(frames);
        return;
      }
      boolean[] holds = new boolean[frames.length];
      for (int i = 0; i < holds.length; i++) {
        holds[i] = condition.integer(frames[i]) != 0;
      }
      runIfAny(then, chosen(frames, i -> holds[i]));
      runIfAny(otherwise, chosen(frames, i -> !holds[i]));
    };
  }

  private static void runIfAny(Action action, long[][] frames) {
    if (frames.length > 0) {
      action.run(frames);
    }
  }

  /** Each lane gets its own elements. */
  @Override
  public Action alloc(Stmt.Alloc s) {
    Memory memory = new Memory("kernel " + kernel.name(), s.buffer().name());
    int base = evaluator.slot();
    Evaluator.Storage old = evaluator.bind(s.buffer(), new Evaluator.Storage(memory, base));
    Action body = s.body().accept(this);
    evaluator.unbind(s.buffer(), old);
    return frames -> {
      long[] shape = s.buffer().type().dims().stream().mapToLong(this::evaluate).toArray();
      long size = Tensor.size(shape);
      memory.bind(Garbage.tensor(s.buffer().dtype(), frames.length * size), shape);
      for (int i = 0; i < frames.length; i++) {
        frames[i][base] = i * size;
      }
      body.run(frames);
    };
  }

  private long evaluate(Dim dim) {
    return dim.evaluate(evaluator::symbol);
  }

  @Override
  public Action check(Stmt.Check s) {
    Code condition = evaluator.compile(s.condition());
    return frames -> {
      for (long[] frame : frames) {
        if (condition.integer(frame) == 0) {
          throw new IllegalArgumentException(kernel.name() + ": " + s.message());
        }
      }
    };
  }

  @Override
  public Action measure(Stmt.Measure s) {
    Code value = evaluator.compile(s.value());
    return frames -> symbols.put(s.symbol(), value.integer(frames[0]));
  }

  @Override
  public Action prefetch(Stmt.Prefetch s) {
    return frames -> {};
  }
}
