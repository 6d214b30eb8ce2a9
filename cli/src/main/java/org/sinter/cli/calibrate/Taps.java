package org.sinter.cli.calibrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.frontend.file.HeapBudget;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;
import org.sinter.ir.op.Convert;
import org.sinter.passes.Activations.Detail;
import org.sinter.passes.Gram;
import org.sinter.passes.Statistics;
import org.sinter.runtime.Tensor;

/** A graph that gives some of its values instead of its results, and the sums over them. */
final class Taps {
  private final List<Value> values;
  private final Graph tapped;
  private final List<ChannelSums> sums = new ArrayList<>();

  Taps(Graph graph, List<Value> values, Detail detail) {
    this.values = List.copyOf(values);
    this.tapped = tapped(graph, values);
    HeapBudget budget = HeapBudget.half();
    for (Value value : values) {
      int k = channels(value);
      boolean gram = detail == Detail.GRAM;
      if (gram && (k > Gram.MOST || !budget.take(Gram.elements(k) * Double.BYTES))) {
        throw new CompileException(
            Location.of("calibration"),
            "Gram matrices of " + values.size() + " values do not fit half of the heap",
            "the value that passes the limit has " + k + " channels; java -Xmx gives more");
      }
      sums.add(new ChannelSums(k, gram));
    }
  }

  private static Graph tapped(Graph graph, List<Value> values) {
    Graph.Builder b = graph.toBuilder();
    List<String> names = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (Value value : values) {
      names.add("tap" + names.size());
      boolean exact = value.type().dtype() == DType.F32;
      results.add(exact ? value : b.add(new Convert(DType.F32), value));
    }
    return b.build(names, results);
  }

  /** How many channels a value has; it must be one that has statistics. */
  static int channels(Value value) {
    TensorType type = value.type();
    boolean fits =
        type.rank() > 0
            && type.dtype().isFloat()
            && type.dim(-1).isConstant()
            && type.dim(-1).value() > 0;
    if (!fits || value instanceof Constant) {
      throw new IllegalArgumentException("no statistics of " + value + ": " + type);
    }
    return Math.toIntExact(type.dim(-1).value());
  }

  Graph tapped() {
    return tapped;
  }

  void see(Map<String, Tensor> results, Counted counted) {
    for (int i = 0; i < values.size(); i++) {
      Tensor tensor = results.get("tap" + i);
      int k = sums.get(i).channels();
      long rows = tensor.data().remaining() / Float.BYTES / k;
      sums.get(i).add(tensor.data().asFloatBuffer(), counted.of(rows));
    }
  }

  Map<Value, Statistics> statistics(String data) {
    Map<Value, Statistics> all = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      String reason = sums.get(i).obstacle();
      if (reason != null) {
        throw new CompileException(Location.of(data, values.get(i).toString()), reason);
      }
      all.put(values.get(i), sums.get(i).statistics());
    }
    return all;
  }
}
