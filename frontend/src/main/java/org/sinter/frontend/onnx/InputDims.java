package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sinter.frontend.onnx.proto.OnnxDim;
import org.sinter.frontend.onnx.proto.OnnxGraph;
import org.sinter.frontend.onnx.proto.OnnxType;
import org.sinter.frontend.onnx.proto.OnnxValueInfo;
import org.sinter.ir.Dim;

/**
 * The dims of a model's inputs: numbers, or symbols by their names. A name that stands twice in one
 * shape (exporters write {@code [batch, batch]}) is two symbols, {@code batch} and {@code batch_2}.
 */
final class InputDims {
  private final Map<String, List<OnnxDim>> declared = new HashMap<>();
  private final Map<String, List<String>> names = new HashMap<>();
  private final Set<String> positive = new HashSet<>();
  private final OnnxOptions options;
  private final Map<String, String> same;

  InputDims(OnnxGraph graph, OnnxOptions options, Map<String, String> same) {
    this.options = options;
    this.same = same;
    Set<String> used = new HashSet<>();
    for (OnnxValueInfo input : graph.inputs()) {
      if (input.type() instanceof OnnxType.Tensor t && t.dims().isPresent()) {
        declared.put(input.name(), t.dims().get());
        t.dims().get().forEach(d -> used.add(d instanceof OnnxDim.Symbol s ? clean(s.name()) : ""));
      }
    }
    int fresh = 0;
    for (OnnxValueInfo input : graph.inputs()) {
      List<String> list = new ArrayList<>();
      for (OnnxDim dim : declared.getOrDefault(input.name(), List.of())) {
        String name = dim instanceof OnnxDim.Symbol s ? clean(s.name()) : "";
        if (name.isEmpty() && !(dim instanceof OnnxDim.Fixed)) {
          do {
            name = "d" + fresh++;
          } while (used.contains(name));
        }
        list.add(dim instanceof OnnxDim.Fixed ? "" : distinct(list, name));
      }
      names.put(input.name(), list);
    }
    for (OnnxValueInfo input : graph.inputs()) {
      if (!input.name().startsWith("past")) {
        names.get(input.name()).forEach(n -> positive.add(OnnxReader.root(same, n)));
      }
    }
  }

  private static String distinct(List<String> before, String name) {
    String result = name;
    for (int n = 2; before.contains(result); n++) {
      result = name + "_" + n;
    }
    return result;
  }

  private static String clean(String name) {
    String clean = name.replaceAll("[^A-Za-z0-9_]", "_");
    return !clean.isEmpty() && Character.isDigit(clean.charAt(0)) ? "_" + clean : clean;
  }

  /** The names of all symbols, sorted. */
  Set<String> symbols() {
    Set<String> all = new TreeSet<>();
    names.values().forEach(all::addAll);
    all.remove("");
    return all;
  }

  /** Upper bounds of the symbols that stand for others and themselves. */
  Map<String, Long> bounds() {
    Map<String, Long> bounds = new TreeMap<>();
    options.bounds().forEach((n, most) -> bounds.merge(OnnxReader.root(same, n), most, Math::min));
    return bounds;
  }

  /** The shape of an input. */
  List<Dim> of(String input) {
    List<Dim> dims = new ArrayList<>();
    List<OnnxDim> shape = declared.get(input);
    for (int i = 0; i < shape.size(); i++) {
      dims.add(shape.get(i) instanceof OnnxDim.Fixed f ? Dim.of(f.size()) : symbol(input, i));
    }
    return dims;
  }

  private Dim symbol(String input, int axis) {
    String own = names.get(input).get(axis);
    String name = OnnxReader.root(same, own);
    Long size = options.sizes().getOrDefault(name, options.sizes().get(own));
    if (size != null) {
      return Dim.of(size);
    }
    return positive.contains(name) ? Dim.symbol(name) : Dim.symbolFromZero(name);
  }
}
