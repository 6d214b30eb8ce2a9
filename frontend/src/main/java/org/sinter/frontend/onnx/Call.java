package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sinter.frontend.onnx.proto.OnnxNode;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Formula;

/** One node as its importer sees it: inputs as graph values, attributes with their defaults. */
final class Call extends Attributes {
  private final List<Value> inputs;
  private final Body body;
  private final Formula f;

  /** {@code inputs} holds null where an optional input is absent. */
  Call(OnnxNode node, List<Value> inputs, Body body) {
    super(node);
    this.inputs = inputs;
    this.body = body;
    this.f = new Formula(body.model().builder());
  }

  Body body() {
    return body;
  }

  Formula f() {
    return f;
  }

  Graph.Builder b() {
    return f.b();
  }

  /** The version of the node's domain that the model imports. */
  long opset() {
    return body.opset(node().domain());
  }

  int size() {
    return inputs.size();
  }

  boolean has(int index) {
    return index < inputs.size() && inputs.get(index) != null;
  }

  /** A required input. */
  Value in(int index) {
    if (!has(index)) {
      throw new IllegalArgumentException("input " + index + " is missing");
    }
    return inputs.get(index);
  }

  /** An optional input: null when absent. */
  Value optional(int index) {
    return has(index) ? inputs.get(index) : null;
  }

  /** The inputs from {@code first} on, all of them required. */
  List<Value> from(int first) {
    List<Value> rest = new ArrayList<>();
    for (int i = first; i < inputs.size(); i++) {
      rest.add(in(i));
    }
    return rest;
  }

  TensorType type(int index) {
    return in(index).type();
  }

  DType dtype(int index) {
    return type(index).dtype();
  }

  int rank(int index) {
    return type(index).rank();
  }

  /** Whether anybody may read result {@code index}. */
  boolean wants(int index) {
    return index < node().outputs().size() && !node().outputs().get(index).isEmpty();
  }

  int axis(String name, long absent, int rank) {
    return axis(integer(name, absent), rank);
  }

  /** A checked axis, counted from the front. */
  static int axis(long axis, int rank) {
    long positive = axis < 0 ? axis + rank : axis;
    if (positive < 0 || positive >= Math.max(rank, 1)) {
      throw new IllegalArgumentException("axis " + axis + " outside rank " + rank);
    }
    return (int) positive;
  }

  /** A bool scalar's value where it is known, else null. */
  Boolean truth(int index) {
    if (dtype(index) != DType.BOOL) {
      throw isNot(index, "bool");
    }
    List<Scalar> content = content(in(index));
    if (content != null && content.size() != 1) {
      throw isNot(index, "a scalar");
    }
    return content == null ? null : Boolean.valueOf(!content.get(0).dim().is(0));
  }

  /** What is known of an input's elements, or null. */
  List<Scalar> content(Value value) {
    return body.model().contents().of(value);
  }

  /** The elements of an integer input that must be known, as dims. */
  List<Dim> dims(int index) {
    return dims(in(index), inputName(index));
  }

  List<Dim> dims(Value value, String name) {
    List<Scalar> content = content(value);
    List<Dim> dims = new ArrayList<>();
    for (Scalar scalar : content == null ? List.<Scalar>of() : content) {
      dims.add(scalar.dim());
    }
    if (content == null || dims.contains(null)) {
      throw unknown(value, name);
    }
    return dims;
  }

  /** The elements of an integer input that must be constants. */
  long[] constants(int index) {
    List<Dim> dims = dims(index);
    long[] values = new long[dims.size()];
    for (int i = 0; i < values.length; i++) {
      Dim dim = dims.get(i);
      if (!dim.isConstant()) {
        throw new IllegalArgumentException(
            inputName(index)
                + " is "
                + dim
                + "; a number is needed: fix it with --dim "
                + dim.symbols().iterator().next()
                + "=N");
      }
      values[i] = dim.value();
    }
    return values;
  }

  long constant(int index) {
    long[] values = constants(index);
    if (values.length != 1) {
      throw isNot(index, "a scalar");
    }
    return values[0];
  }

  /** A constant scalar as a double, or null when it is not known. */
  Double realConstant(int index) {
    List<Scalar> content = content(in(index));
    return content == null || content.size() != 1 || !content.get(0).isConstant()
        ? null
        : Double.valueOf(content.get(0).real());
  }

  private IllegalArgumentException isNot(int index, String wanted) {
    return new IllegalArgumentException(
        inputName(index) + " is " + type(index) + ", not " + wanted);
  }

  String inputName(int index) {
    return "input " + index + " ('" + node().inputs().get(index) + "')";
  }

  private IllegalArgumentException unknown(Value value, String name) {
    return UnknownValueException.of(name, value, body.model().contents().undecided(value));
  }
}
