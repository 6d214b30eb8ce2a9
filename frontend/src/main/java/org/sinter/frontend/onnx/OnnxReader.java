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
 * Reads an ONNX model as a graph. Symbols that the model forces to be equal become one, those that
 * it forces to a number become that: the model is read again until no such pair is left.
 */
public final class OnnxReader {
  private static final int MAX_ROUNDS = 16;

  private OnnxReader() {}

  /**
   * The graph of the model in {@code file}.
   *
   * @throws CompileException naming file, node and reason
   */
  public static Graph read(Path file, OnnxOptions options) {
    return read(org.sinter.frontend.onnx.proto.OnnxReader.read(file), options);
  }

  static Graph read(OnnxModel model, OnnxOptions options) {
    Map<String, String> same = new HashMap<>();
    Map<String, Long> sizes = new HashMap<>(options.sizes());
    Graph graph = new ModelImporter(model, options, same).graph();
    for (int round = 0; round < MAX_ROUNDS && unify(graph, same, sizes); round++) {
      graph = new ModelImporter(model, options.withSizes(sizes), same).graph();
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

  /** Adds symbols that must be equal to others or to numbers; false when there is none. */
  private static boolean unify(Graph graph, Map<String, String> same, Map<String, Long> sizes) {
    boolean found = false;
    for (Symbols.Constraint c : graph.symbols().constraints()) {
      String a = c.equal() ? input(graph, c.a()) : null;
      String b = c.equal() ? input(graph, c.b()) : null;
      if (a != null && b != null && !root(same, a).equals(root(same, b))) {
        same.put(root(same, b), root(same, a));
        found = true;
      } else if (a != null && c.b().isConstant()) {
        found |= sizes.put(a, c.b().value()) == null;
      } else if (b != null && c.a().isConstant()) {
        found |= sizes.put(b, c.a().value()) == null;
      }
    }
    return found;
  }

  /** The name of a dim that is one symbol of the inputs, else null. */
  private static String input(Graph graph, Dim dim) {
    String symbol = dim.symbolName();
    boolean found =
        graph.params().stream()
            .flatMap(p -> p.type().dims().stream())
            .anyMatch(d -> d.symbolName() != null && d.symbolName().equals(symbol));
    return found ? symbol : null;
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
