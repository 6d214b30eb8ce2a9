package org.sinter.runtime;

import java.nio.ByteBuffer;

/**
 * The memory of one pass at a time, in one piece: {@code Call | buffers | symbols | arena | scratch
 * of each worker | inputs and outputs that are copied}. It grows to the largest pass it has seen.
 */
final class Workspace {
  private static final int WEIGHTS = 0;
  private static final int BUFFERS = 8;
  private static final int SYMBOLS = 16;
  private static final int ARENA = 24;
  private static final int SCRATCH = 32;
  private static final int SCRATCH_BYTES = 40;
  private static final int TEAM = 48;
  private static final int CANCEL = 56;
  private static final int STATUS = 64;
  private static final int DETAIL = 72;
  private static final int PROFILE = 80;
  private static final int CALL_BYTES = 128;
  private static final int SLICES_BYTES = 80;
  private static final int LINE = 64;
  private static final int PAGE = 4096;

  private final Metadata model;
  private final int threads;
  private final int marks;
  private final int head;
  private Memory memory;
  private ByteBuffer words;
  private long copies;
  private Slices slices;
  private boolean released;
  private int granted = 1;

  Workspace(Metadata model, int threads) {
    this.model = model;
    this.threads = threads;
    this.marks = Ticks.HEAD + model.calls();
    long copies = (long) threads * copyBytes();
    this.head = (int) up(slicesAt() + SLICES_BYTES + 8L * ports() + LINE + copies, PAGE);
  }

  /** How a pass lies in memory: where its parts begin, {@code arena} and {@code scratch} bytes. */
  private record Layout(Slices slices, long arena, long scratch, long scratchAt, long copiesAt) {}

  private static long up(long bytes, long unit) {
    return Math.addExact(bytes, unit - 1) & -unit;
  }

  /** Lays out a pass with these symbols and {@code copied} bytes of copies. */
  void prepare(long[] symbols, long weights, long copied) {
    Layout layout = layout(symbols);
    slices = layout.slices;
    copies = layout.copiesAt;
    reserve(Math.addExact(copies, copied));
    words.putLong(WEIGHTS, weights);
    words.putLong(BUFFERS, memory.address() + CALL_BYTES);
    words.putLong(SYMBOLS, memory.address() + symbolsAt());
    words.putLong(ARENA, memory.address() + head);
    words.putLong(SCRATCH, memory.address() + layout.scratchAt);
    words.putLong(SCRATCH_BYTES, layout.scratch);
    words.putLong(TEAM, 0).putLong(CANCEL, 0).putLong(STATUS, 0).putLong(DETAIL, 0);
    words.putLong(PROFILE, 0);
    for (int i = 0; i < symbols.length; i++) {
      words.putLong(symbolsAt() + 8 * i, symbols[i]);
    }
    if (slices != null) {
      cut(symbols, layout.arena);
    }
  }

  /** Writes {@code Slices} of docs/abi.md. */
  private void cut(long[] symbols, long arena) {
    int at = slicesAt();
    words.putLong(at, slices.symbol()).putLong(at + 8, slices.each());
    words.putLong(at + 16, symbols[slices.symbol()]).putLong(at + 24, slices.count());
    words.putLong(at + 32, ports()).putLong(at + 40, symbols.length).putLong(at + 48, arena);
    words.putLong(at + 56, up(memory.address() + at + SLICES_BYTES + 8L * ports(), LINE));
    words.putLong(at + 64, copyBytes()).putLong(at + 72, markBytes());
    for (int i = 0; i < ports(); i++) {
      words.putLong(at + SLICES_BYTES + 8 * i, stride(i, symbols));
    }
  }

  /** Bytes from one entry of a port to the next; 0: the port is the same for all. */
  private long stride(int port, long[] symbols) {
    int inputs = model.inputs().size();
    Metadata.Port p = port < inputs ? model.inputs().get(port) : model.outputs().get(port - inputs);
    boolean sliced = !p.dims().isEmpty() && p.dims().get(0).mentions(slices.symbol());
    return sliced ? p.bytes(p.shape(symbols)) / symbols[slices.symbol()] : 0;
  }

  private int ports() {
    return model.inputs().size() + model.outputs().size();
  }

  private int slicesAt() {
    return marksAt() + threads * markBytes();
  }

  /** From a worker's marks to the next one's. */
  private int markBytes() {
    return (int) up(8L * marks, LINE);
  }

  /** A worker's own {@code Call}, buffers and symbols. */
  private long copyBytes() {
    return up(CALL_BYTES + 8L * (ports() + model.symbols().size()), LINE);
  }

  /** The address of the pass's {@code Slices}, 0: it runs as a whole. */
  long slices() {
    return slices == null ? 0 : memory.address() + slicesAt();
  }

  private Layout layout(long[] symbols) {
    Slices cut = Slices.of(model.slices(), symbols, threads);
    long[] sized = cut == null ? symbols : cut.symbols(symbols);
    long arena = size(model.arena(), sized);
    long scratch = size(model.scratch(), sized);
    long arenas = Math.multiplyExact(arena, cut == null ? 1L : threads);
    long scratchAt = Math.addExact(head, arenas);
    long all = Math.multiplyExact(scratch, (long) threads);
    return new Layout(cut, arena, scratch, scratchAt, Math.addExact(scratchAt, all));
  }

  /** What {@link #prepare} maps for a pass. */
  long bytes(long[] symbols, long copied) {
    return Memory.rounded(Math.addExact(layout(symbols).copiesAt, copied));
  }

  private static long size(Formula formula, long[] symbols) {
    long bytes = formula.evaluate(symbols);
    if (bytes < 0) {
      throw new ArithmeticException("negative memory: " + formula + " = " + bytes);
    }
    return up(bytes, LINE);
  }

  private void reserve(long bytes) {
    if (released) {
      throw new IllegalStateException("the model or session is closed");
    }
    if (memory == null || memory.bytes() < bytes) {
      if (memory != null) {
        memory.release();
        memory = null;
      }
      memory = Memory.allocate(bytes);
      words = memory.view(0, head);
    }
  }

  private int symbolsAt() {
    return CALL_BYTES + 8 * ports();
  }

  private int marksAt() {
    return (int) up(symbolsAt() + 8L * model.symbols().size(), LINE);
  }

  /** Lets the next pass note the ticks of its kernel calls. */
  void mark() {
    for (int at = marksAt(); at < slicesAt(); at += 8) {
      words.putLong(at, 0);
    }
    words.putLong(PROFILE, memory.address() + marksAt());
  }

  /** What a marked pass has noted, all its workers together. */
  long[] marks() {
    long[][] workers = new long[threads][];
    for (int i = 0; i < threads; i++) {
      workers[i] = longs(marksAt() + i * markBytes(), marks);
    }
    return Ticks.together(workers);
  }

  /** The values of all symbols; of measured ones after a pass. */
  long[] symbols() {
    return longs(symbolsAt(), model.symbols().size());
  }

  private long[] longs(int at, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = words.getLong(at + 8 * i);
    }
    return values;
  }

  /** The copy at an offset of those that {@link #prepare} counted. */
  ByteBuffer copy(long offset, long bytes) {
    return memory.view(copies + offset, bytes);
  }

  long copyAddress(long offset) {
    return memory.address() + copies + offset;
  }

  /** Where input or output {@code index} lies (inputs first). */
  void buffer(int index, long address) {
    words.putLong(CALL_BYTES + 8 * index, address);
  }

  void team(long address) {
    words.putLong(TEAM, address);
  }

  /** Sets how many threads the next pass may have. */
  void grant(int count) {
    granted = count;
  }

  int granted() {
    return granted;
  }

  void cancel() {
    words.putLong(CANCEL, 1);
  }

  long call() {
    return memory.address();
  }

  long detail() {
    return words.getLong(DETAIL);
  }

  /** The values of all symbols after a pass; those that it measured must keep their bounds. */
  long[] measured(long[] bounds) {
    long[] values = bounds.clone();
    for (int i = 0; i < values.length; i++) {
      if (model.bounds().get(i) != null) {
        values[i] = words.getLong(symbolsAt() + 8 * i);
        if (values[i] < 0 || values[i] > bounds[i]) {
          throw new ModelException(
              "model "
                  + model.name()
                  + " measured "
                  + model.symbols().get(i).name()
                  + " = "
                  + values[i]
                  + ", at most "
                  + bounds[i]);
        }
      }
    }
    return values;
  }

  long bytes() {
    return memory == null ? 0 : memory.bytes();
  }

  void release() {
    released = true;
    if (memory != null) {
      memory.release();
    }
  }
}
