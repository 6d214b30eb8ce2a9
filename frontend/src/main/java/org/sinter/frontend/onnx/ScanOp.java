package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;

/** {@code Scan}: a subgraph over slices of its inputs, unrolled. */
final class ScanOp {
  private final Call c;
  private final OnnxGraph body;
  private final int scanned;
  private final int states;

  private ScanOp(Call c, int states, int scanned) {
    this.c = c;
    this.body = ControlOps.graph(c, "body");
    this.states = states;
    this.scanned = scanned;
  }

  static List<Value> write(Call c) {
    int scanned = (int) c.integer("num_scan_inputs", 1);
    boolean batched = c.opset() < 9;
    int states = c.size() - scanned - (batched ? 1 : 0);
    if (states < 0 || scanned < 1) {
      throw new IllegalArgumentException(scanned + " scan inputs of " + c.size());
    }
    ScanOp op = new ScanOp(c, states, scanned);
    return batched ? op.batched() : op.run(c.from(0));
  }

  /** Opset 8: all inputs have a leading batch axis; sequence lengths must be absent. */
  private List<Value> batched() {
    if (c.has(0)) {
      throw new IllegalArgumentException("sequence lengths are not supported");
    }
    List<Value> inputs = c.from(1);
    Dim batch = inputs.get(0).type().dim(0);
    long count = ControlOps.count(batch, "the batch", c.body().model().options().maxUnroll());
    List<List<Value>> rows = new ArrayList<>();
    for (long b = 0; b < count; b++) {
      List<Value> row = new ArrayList<>();
      for (Value input : inputs) {
        row.add(Layout.pick(c.f(), input, 0, b));
      }
      rows.add(run(row));
    }
    List<Value> results = new ArrayList<>();
    for (int i = 0; i < c.node().outputs().size(); i++) {
      int index = i;
      results.add(ControlOps.stack(c.f(), rows.stream().map(r -> r.get(index)).toList(), 0, false));
    }
    return results;
  }

  private List<Value> run(List<Value> inputs) {
    List<Value> state = new ArrayList<>(inputs.subList(0, states));
    List<Value> over = inputs.subList(states, states + scanned);
    int first = axis("scan_input_axes", 0, over.get(0).type().rank());
    long limit = c.body().model().options().maxUnroll();
    long count = ControlOps.count(over.get(0).type().dim(first), "the scanned dim", limit);
    List<List<Value>> collected = new ArrayList<>();
    for (int k = states; k < body.outputs().size(); k++) {
      collected.add(new ArrayList<>());
    }
    for (long i = 0; i < count; i++) {
      List<Value> arguments = new ArrayList<>(state);
      for (int k = 0; k < scanned; k++) {
        long at = flag("scan_input_directions", k) ? count - 1 - i : i;
        int axis = axis("scan_input_axes", k, over.get(k).type().rank());
        arguments.add(Layout.pick(c.f(), over.get(k), axis, at));
      }
      List<Value> results = ControlOps.inline(c, body, arguments);
      state = new ArrayList<>(results.subList(0, states));
      for (int k = 0; k < collected.size(); k++) {
        collected.get(k).add(results.get(states + k));
      }
    }
    for (int k = 0; k < collected.size(); k++) {
      state.add(stacked(collected.get(k), k));
    }
    return state;
  }

  private Value stacked(List<Value> parts, int k) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("it never runs, so a result's shape is not known");
    }
    int axis = axis("scan_output_axes", k, parts.get(0).type().rank() + 1);
    return ControlOps.stack(c.f(), parts, axis, flag("scan_output_directions", k));
  }

  private int axis(String name, int k, int rank) {
    long[] axes = c.integers(name);
    return Call.axis(axes == null ? 0 : axes[k], rank);
  }

  private boolean flag(String name, int k) {
    long[] flags = c.opset() < 9 ? c.integers("directions") : c.integers(name);
    return flags != null && k < flags.length && flags[k] != 0;
  }
}
