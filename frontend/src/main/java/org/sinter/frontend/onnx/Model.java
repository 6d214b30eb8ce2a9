package org.sinter.frontend.onnx;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.sinter.frontend.onnx.proto.OnnxFunction;
import org.sinter.frontend.onnx.proto.OnnxModel;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.ir.Graph;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Location;

/** What all bodies of one model share while it is read. */
final class Model {
  /** Nodes written in all, subgraphs and unrolled loops included. */
  private static final int MAX_NODES = 500_000;

  private final OnnxModel proto;
  private final OnnxOptions options;
  private final Set<String> inputSymbols;
  private final Graph.Builder builder;
  private final Contents contents;
  private final Map<String, OnnxFunction> functions = new HashMap<>();
  private int written;
  private int symbols;

  Model(OnnxModel proto, OnnxOptions options, InputDims dims) {
    this.inputSymbols = dims.symbols();
    this.proto = proto;
    this.options = options;
    this.builder = new Graph.Builder(name(proto));
    dims.bounds().forEach(builder::bound);
    this.contents = new Contents(builder, new Decide(dims.bounds()));
    for (OnnxFunction f : proto.functions()) {
      functions.put(key(f.domain(), f.name(), f.overload()), f);
    }
  }

  private static String name(OnnxModel proto) {
    String name = proto.graph().name().replaceAll("[^A-Za-z0-9_]+", "_");
    return name.isEmpty() ? "model" : Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }

  private static String key(String domain, String name, String overload) {
    return (domain.equals("ai.onnx") ? "" : domain) + ":" + name + ":" + overload;
  }

  OnnxModel proto() {
    return proto;
  }

  OnnxOptions options() {
    return options;
  }

  Graph.Builder builder() {
    return builder;
  }

  Contents contents() {
    return contents;
  }

  /** The model's own function that a node calls, or null. */
  OnnxFunction function(OnnxNode node) {
    return functions.get(key(node.domain(), node.opType(), node.overload()));
  }

  CompileException fail(OnnxNode node, String reason, Throwable cause) {
    CompileException failure = new CompileException(at(node), node.opType() + ": " + reason);
    failure.initCause(cause);
    return failure;
  }

  CompileException fail(String part, String reason) {
    return new CompileException(Location.of(proto.file().toString(), part), reason);
  }

  private Location at(OnnxNode node) {
    String name = node.name().isEmpty() ? node.place() : "node '" + node.name() + "'";
    return Location.of(proto.file().toString(), name);
  }

  /** A symbol's name that nothing else has. */
  String freshSymbol(String name) {
    String fresh = name + symbols++;
    return inputSymbols.contains(fresh) ? freshSymbol(name) : fresh;
  }

  /** Counts a node that is about to be written. */
  void count(OnnxNode node) {
    if (++written > MAX_NODES) {
      throw fail(node, "the model expands to more than " + MAX_NODES + " nodes", null);
    }
  }
}
