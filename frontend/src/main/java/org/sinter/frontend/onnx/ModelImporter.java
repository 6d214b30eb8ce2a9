package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sinter.frontend.onnx.proto.OnnxModel;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.frontend.onnx.proto.OnnxTensor;
import org.sinter.frontend.onnx.proto.OnnxType;
import org.sinter.frontend.onnx.proto.OnnxValueInfo;
import org.sinter.ir.Constant;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.diag.CompileException;
import org.sinter.ir.diag.Diagnostic;
import org.sinter.ir.diag.Location;

/** One reading of a model: inputs to parameters, nodes in order, outputs to results. */
final class ModelImporter {
  private final OnnxModel proto;
  private final OnnxOptions options;
  private final Model model;
  private final InputDims dims;

  /** {@code same}: symbols that are replaced by others. */
  ModelImporter(OnnxModel proto, OnnxOptions options, Map<String, String> same) {
    this.proto = proto;
    this.options = options;
    this.dims = new InputDims(proto.graph(), options, same);
    this.model = new Model(proto, options, dims);
  }

  Graph graph() {
    checkSupported();
    checkOptions();
    Body body = new Body(model, null, 0, proto.opsets());
    Set<String> initializers = new LinkedHashSet<>();
    for (OnnxTensor tensor : proto.graph().initializers()) {
      if (!initializers.add(tensor.name())) {
        throw model.fail("initializer '" + tensor.name() + "'", "the name is defined twice");
      }
    }
    for (OnnxValueInfo input : proto.graph().inputs()) {
      if (!initializers.contains(input.name())) {
        input(body, input);
      }
    }
    body.initializers(proto.graph());
    body.write(proto.graph().nodes());
    return build(body);
  }

  private void input(Body body, OnnxValueInfo input) {
    try {
      TensorType type = type(input);
      Tensor given = options.values().get(input.name());
      boolean free = given == null;
      body.define(
          input.name(),
          free ? model.builder().param(input.name(), type) : bound(input, type, given));
    } catch (IllegalArgumentException e) {
      throw model.fail("input '" + input.name() + "'", e.getMessage());
    }
  }

  private static Value bound(OnnxValueInfo input, TensorType type, Tensor given) {
    if (given.type() != type.dtype() || given.shape().length != type.rank()) {
      throw new IllegalArgumentException("is " + type + ", bound to a value of " + given.type());
    }
    return Constant.of(input.name(), given);
  }

  private TensorType type(OnnxValueInfo input) {
    if (!(input.type() instanceof OnnxType.Tensor tensor)) {
      throw new IllegalArgumentException("is not a tensor but " + input.type());
    }
    if (tensor.dims().isEmpty()) {
      throw new IllegalArgumentException("the rank is not declared");
    }
    return new TensorType(Call.elementType(tensor.element().code()), dims.of(input.name()));
  }

  private Graph build(Body body) {
    List<String> names = new ArrayList<>();
    List<Value> results = new ArrayList<>();
    for (OnnxValueInfo output : proto.graph().outputs()) {
      if (names.contains(output.name())) {
        throw model.fail("output '" + output.name() + "'", "the name is defined twice");
      }
      names.add(output.name());
      results.add(body.required(output.name()));
    }
    if (results.isEmpty()) {
      throw model.fail("graph", "it has no outputs");
    }
    return model.builder().build(names, results);
  }

  private void checkOptions() {
    Set<String> unknown = new TreeSet<>(options.sizes().keySet());
    unknown.addAll(options.bounds().keySet());
    unknown.removeAll(dims.symbols());
    if (!unknown.isEmpty()) {
      throw model.fail("inputs", "no dim is named " + unknown + "; there are " + dims.symbols());
    }
  }

  /** Refuses a model with all ops that are missing, not only the first. */
  private void checkSupported() {
    Set<String> missing = new LinkedHashSet<>();
    List<Diagnostic> found = new ArrayList<>();
    for (OnnxNode node : Subgraphs.nodes(proto)) {
      String op = (node.domain().isEmpty() ? "" : node.domain() + ".") + node.opType();
      if (!isSupported(node) && missing.add(op)) {
        String name = node.name().isEmpty() ? node.place() : "node '" + node.name() + "'";
        found.add(
            Diagnostic.error(
                Location.of(proto.file().toString(), name),
                "op " + op + " is not supported" + Refused.reason(op)));
      }
    }
    if (!found.isEmpty()) {
      throw new CompileException(found);
    }
  }

  private boolean isSupported(OnnxNode node) {
    return model.function(node) != null
        || Registry.find(node.domain(), node.opType()) != null
        || node.domain().isEmpty() && SequenceOps.NAMES.contains(node.opType());
  }
}
