package org.sinter.frontend.onnx;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.sinter.frontend.onnx.proto.OnnxModel;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Symbols;
import org.sinter.ir.Tensor;
import org.sinter.ir.diag.CompileException;

/**
 * Reads an ONNX model as a graph. Symbols that the model forces to be equal become one: the model
 * is read again until no such pair is left.
 */
public final class OnnxReader {
  private static final int MAX_ROUNDS = 16;

  private OnnxReader() {}

  /**
   * The graph of the model in {@code file}.
   *
   * @throws org.sinter.ir.diag.CompileException naming file, node and reason
   */
  public static Graph read(Path file, OnnxOptions options) {
    return read(org.sinter.frontend.onnx.proto.OnnxReader.read(file), options);
  }

  static Graph read(OnnxModel model, OnnxOptions options) {
    Map<String, String> same = new HashMap<>();
    Graph graph = new ModelImporter(model, options, same).graph();
    for (int round = 0; round < MAX_ROUNDS && unify(graph, same); round++) {
      graph = new ModelImporter(model, options, same).graph();
    }
    return graph;
  }

  public static Graph read(Path file) {
    return read(file, OnnxOptions.NONE);
  }

  /**
   * As {@link #read(Path, OnnxOptions)}, but inputs whose data must be known when the model is read
   * take their values from {@code offered}; their names are added to {@code bound}.
   */
  public static Graph read(
      Path file, OnnxOptions options, Map<String, Tensor> offered, Set<String> bound) {
    Map<String, Tensor> values = new HashMap<>(options.values());
    while (true) {
      try {
        return read(file, options.withValues(values));
      } catch (CompileException e) {
        Set<String> missing = new LinkedHashSet<>();
        if (e.getCause() instanceof UnknownValueException unknown) {
          missing.addAll(unknown.inputs());
          missing.retainAll(offered.keySet());
        }
        missing.removeAll(values.keySet());
        if (missing.isEmpty()) {
          throw e;
        }
        missing.forEach(name -> values.put(name, offered.get(name)));
        bound.addAll(missing);
      }
    }
  }

  /** Adds pairs of symbols that must be equal; false when there is none. */
  private static boolean unify(Graph graph, Map<String, String> same) {
    boolean found = false;
    for (Symbols.Constraint c : graph.symbols().constraints()) {
      String a = c.equal() ? c.a().symbolName() : null;
      String b = c.equal() ? c.b().symbolName() : null;
      if (a != null && b != null && isInput(graph, a) && isInput(graph, b)) {
        String first = root(same, a);
        String second = root(same, b);
        if (!first.equals(second)) {
          same.put(second, first);
          found = true;
        }
      }
    }
    return found;
  }

  private static boolean isInput(Graph graph, String symbol) {
    return graph.params().stream()
        .flatMap(p -> p.type().dims().stream())
        .map(Dim::symbolName)
        .anyMatch(symbol::equals);
  }

  /** The symbol that stands for {@code name}. */
  static String root(Map<String, String> same, String name) {
    String root = name;
    while (same.containsKey(root)) {
      root = same.get(root);
    }
    return root;
  }
}
