package org.sinter.runtime;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a model without copies, for one caller at a time: fill {@code input(name, shape)}, {@code
 * run()}, read {@code output(name)}. Buffers belong to the JVM and may outlive the session.
 */
public final class Session implements AutoCloseable {
  private static final int LINE = 64;

  private final Model model;
  private final Engine engine;
  private final Metadata metadata;
  private final Workspace workspace;
  private final Cleaner.Cleanable net;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Tensor[] inputs;
  private final Tensor[] outputs;
  private final ByteBuffer[] own;
  private final ByteBuffer[] targets;

  Session(Model model, Engine engine) {
    this.model = model;
    this.engine = engine;
    this.metadata = engine.model();
    this.workspace = engine.own();
    this.inputs = new Tensor[metadata.inputs().size()];
    this.outputs = new Tensor[metadata.outputs().size()];
    this.own = new ByteBuffer[inputs.length + outputs.length];
    this.targets = new ByteBuffer[outputs.length];
    this.net = Engine.CLEANER.register(this, new Drop(engine, workspace));
  }

  private record Drop(Engine engine, Workspace workspace) implements Runnable {
    @Override
    public void run() {
      engine.drop(workspace);
    }
  }

  /**
   * The direct little-endian buffer to fill for an input of this shape; its contents are kept. It
   * is read in place: it must not change during a run, which checks the indices in it once.
   */
  public ByteBuffer input(String name, long... shape) {
    int i = Inputs.index(metadata.inputs(), name, "input");
    ElementType type = metadata.inputs().get(i).type();
    ByteBuffer buffer = own(i, Tensor.bytes(type, shape));
    inputs[i] = Tensor.of(type, buffer, shape);
    return inputs[i].data();
  }

  /** Uses a tensor of the caller as an input of the next runs, in place when it is direct. */
  public void input(String name, Tensor tensor) {
    int i = Inputs.index(metadata.inputs(), name, "input");
    Inputs.check(metadata.inputs().get(i), tensor);
    if (Inputs.inPlace(tensor.data(), tensor.type())) {
      inputs[i] = tensor;
    } else {
      input(name, tensor.shape()).put(tensor.data());
    }
  }

  /** Lets the next runs write an output into the caller's direct buffer, from its position on. */
  public void output(String name, ByteBuffer target) {
    int i = Inputs.index(metadata.outputs(), name, "output");
    if (target.isReadOnly() || !Inputs.inPlace(target.slice(), metadata.outputs().get(i).type())) {
      throw new IllegalArgumentException(
          "output " + name + ": a writable, aligned direct buffer expected, not " + target);
    }
    targets[i] = target.slice();
  }

  /** An output of the last run, in place: the next run overwrites it. */
  public Tensor output(String name) {
    Tensor output = outputs[Inputs.index(metadata.outputs(), name, "output")];
    if (output == null) {
      throw new IllegalStateException("output " + name + ": nothing has been run");
    }
    return output;
  }

  public void run() {
    run(new Cancellation());
  }

  public void run(Duration deadline) {
    try (Deadline timer = new Deadline(deadline)) {
      run(timer.token());
    }
  }

  public void run(Cancellation cancellation) {
    hold();
    try {
      int threads = engine.enter(cancellation);
      try {
        workspace.grant(threads);
        pass(cancellation);
      } finally {
        engine.leave(threads);
      }
    } finally {
      busy.set(false);
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(model);
    }
  }

  private void hold() {
    if (!busy.compareAndSet(false, true)) {
      throw new IllegalStateException("a session serves one caller at a time");
    }
  }

  private void pass(Cancellation cancellation) {
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i] == null) {
        throw new IllegalArgumentException(
            "input " + metadata.inputs().get(i).name() + " is missing");
      }
      Inputs.check(metadata.inputs().get(i), inputs[i]);
    }
    try {
      long[] symbols = Binding.of(metadata, Inputs.shapes(inputs));
      ByteBuffer[] results = results(symbols);
      workspace.prepare(symbols, engine.weights().address(), 0);
      pass(symbols, results, cancellation);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("input shapes are too large", e);
    }
  }

  private ByteBuffer[] results(long[] symbols) {
    List<Metadata.Port> ports = metadata.outputs();
    ByteBuffer[] results = new ByteBuffer[ports.size()];
    for (int i = 0; i < results.length; i++) {
      long bytes = ports.get(i).bytes(ports.get(i).room(symbols));
      if (targets[i] != null && targets[i].capacity() < bytes) {
        throw new IllegalArgumentException(
            "output "
                + ports.get(i).spec()
                + " needs "
                + bytes
                + " bytes, its buffer has "
                + targets[i].capacity());
      }
      ByteBuffer own = targets[i] != null ? targets[i] : own(inputs.length + i, bytes);
      results[i] = own.slice(0, (int) bytes);
    }
    return results;
  }

  /** An output that lies over an input would change what the run still reads, after its checks. */
  private void requireApart(long[] addresses, ByteBuffer[] results) {
    for (int i = inputs.length; i < addresses.length; i++) {
      long end = addresses[i] + results[i - inputs.length].capacity();
      for (int j = 0; j < i; j++) {
        boolean isInput = j < inputs.length;
        int bytes = isInput ? inputs[j].byteSize() : results[j - inputs.length].capacity();
        if (addresses[i] < addresses[j] + bytes && addresses[j] < end) {
          throw new IllegalArgumentException(
              "output " + name(i) + " lies over " + (isInput ? "input " : "output ") + name(j));
        }
      }
    }
  }

  private String name(int port) {
    return port < inputs.length
        ? metadata.inputs().get(port).name()
        : metadata.outputs().get(port - inputs.length).name();
  }

  private void pass(long[] symbols, ByteBuffer[] results, Cancellation cancellation) {
    long[] addresses = new long[inputs.length + results.length];
    for (int i = 0; i < addresses.length; i++) {
      ByteBuffer buffer = i < inputs.length ? inputs[i].data() : results[i - inputs.length];
      addresses[i] = Native.address(buffer);
      workspace.buffer(i, addresses[i]);
    }
    requireApart(addresses, results);
    engine.pass(workspace, cancellation);
    long[] measured = workspace.measured(symbols);
    for (int i = 0; i < results.length; i++) {
      Metadata.Port port = metadata.outputs().get(i);
      long[] shape = port.shape(measured);
      ByteBuffer cut = results[i].slice(0, (int) port.bytes(shape));
      outputs[i] = Tensor.of(port.type(), cut, shape);
    }
  }

  /** A buffer of the session's own for port {@code index}, grown when too small. */
  private ByteBuffer own(int index, long bytes) {
    if (bytes > Integer.MAX_VALUE - 2 * LINE) {
      throw new IllegalArgumentException(bytes + " bytes do not fit a buffer");
    }
    if (own[index] == null || own[index].capacity() < bytes) {
      int rounded = (int) (bytes + LINE - 1 & -LINE);
      own[index] = ByteBuffer.allocateDirect(rounded + LINE).alignedSlice(LINE);
    }
    return own[index].slice(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Releases the session's arena; its buffers stay valid. */
  @Override
  public void close() {
    hold();
    try {
      net.clean();
    } finally {
      busy.set(false);
    }
  }
}
