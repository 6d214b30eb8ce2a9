package org.sinter.runtime;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run that copies inputs from the heap and outputs to it; direct inputs are read in place. */
final class CopiedRun {
  private static final int LINE = 64;

  private final Metadata model;
  private final Tensor[] inputs;
  private final long[] symbols;
  private final long[] places;
  private long copied;

  CopiedRun(Metadata model, Map<String, Tensor> given) {
    this.model = model;
    this.inputs = Inputs.inOrder(model, given);
    this.symbols = Binding.of(model, Inputs.shapes(inputs));
    this.places = new long[inputs.length + model.outputs().size()];
    try {
      place();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("input shapes are too large for an output", e);
    }
  }

  private void place() {
    for (int i = 0; i < inputs.length; i++) {
      ByteBuffer data = inputs[i].data();
      places[i] = Inputs.inPlace(data, inputs[i].type()) ? -1 : reserve(data.capacity());
    }
    for (int i = 0; i < model.outputs().size(); i++) {
      Metadata.Port output = model.outputs().get(i);
      long bytes = output.bytes(output.room(symbols));
      if (bytes > Integer.MAX_VALUE - LINE) {
        throw new IllegalArgumentException(
            "output " + output.spec() + " would take " + bytes + " bytes, over 2 GiB");
      }
      places[inputs.length + i] = reserve(bytes);
    }
  }

  /** Bytes of the copies of all inputs and outputs. */
  static long copied(Metadata model, long[] symbols) {
    long sum = 0;
    for (Metadata.Port input : model.inputs()) {
      sum = Math.addExact(sum, lines(input.bytes(input.shape(symbols))));
    }
    for (Metadata.Port output : model.outputs()) {
      sum = Math.addExact(sum, lines(output.bytes(output.room(symbols))));
    }
    return sum;
  }

  private static long lines(long bytes) {
    return Math.addExact(bytes, LINE - 1) & -LINE;
  }

  private long reserve(long bytes) {
    long place = copied;
    copied = Math.addExact(copied, lines(bytes));
    return place;
  }

  Map<String, Tensor> run(Engine engine, Workspace workspace, Cancellation cancellation) {
    prepare(engine, workspace);
    for (int i = 0; i < places.length; i++) {
      workspace.buffer(i, address(workspace, i));
    }
    try {
      engine.pass(workspace, cancellation);
    } finally {
      Reference.reachabilityFence(inputs);
    }
    return outputs(workspace);
  }

  private void prepare(Engine engine, Workspace workspace) {
    try {
      workspace.prepare(symbols, engine.weights().address(), copied);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("input shapes are too large", e);
    }
  }

  private long address(Workspace workspace, int i) {
    if (places[i] < 0) {
      return Native.address(inputs[i].data());
    }
    if (i < inputs.length) {
      ByteBuffer data = inputs[i].data();
      workspace.copy(places[i], data.capacity()).put(data);
    }
    return workspace.copyAddress(places[i]);
  }

  private Map<String, Tensor> outputs(Workspace workspace) {
    long[] measured = workspace.measured(symbols);
    List<Metadata.Port> ports = model.outputs();
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (int i = 0; i < ports.size(); i++) {
      Tensor tensor = Tensor.zeros(ports.get(i).type(), ports.get(i).shape(measured));
      ByteBuffer to = tensor.data();
      to.put(workspace.copy(places[inputs.length + i], to.capacity()));
      outputs.put(ports.get(i).name(), tensor);
    }
    return outputs;
  }
}
