package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Elements;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Primitive;

/**
 * What import knows of the elements of small tensors: the ops' own meaning, evaluated over
 * constants and dims, so that shape arithmetic {@code Shape → Gather → Concat → …} disappears.
 */
final class Contents {
  /** Integer tensors above this size are not looked into. */
  private static final int MAX_INTEGERS = 1024;

  /** Floats are looked into only where they may be scales or sizes. */
  private static final int MAX_FLOATS = 8;

  /** Longer chains inside one ONNX node (an unrolled one) are not followed. */
  private static final int MAX_DEPTH = 256;

  private final Map<Value, List<Scalar>> known = new IdentityHashMap<>();
  private final Map<Value, String> reasons = new IdentityHashMap<>();
  private final Map<Object, Value> literals = new HashMap<>();
  private final Graph.Builder b;
  private final Decide decide;
  private int depth;

  Contents(Graph.Builder b, Decide decide) {
    this.b = b;
    this.decide = decide;
  }

  Decide decide() {
    return decide;
  }

  /** The elements in row-major order, or null. */
  List<Scalar> of(Value value) {
    if (!known.containsKey(value)) {
      decide.forget();
      depth++;
      List<Scalar> found = depth < MAX_DEPTH && small(value.type()) ? compute(value) : null;
      depth--;
      known.put(value, found);
      if (found == null && decide.undecided() != null) {
        reasons.put(value, decide.undecided());
      }
    }
    return known.get(value);
  }

  /** The condition on dims that keeps {@code value} from being known, or null. */
  String undecided(Value value) {
    return reasons.get(value);
  }

  private static boolean small(TensorType type) {
    if (!type.isStatic()) {
      return false;
    }
    long size = type.size().value();
    return size <= (type.dtype().isFloat() ? MAX_FLOATS : MAX_INTEGERS);
  }

  private List<Scalar> compute(Value value) {
    if (value instanceof Constant c) {
      return elements(c.elements());
    }
    if (!(value instanceof Node.Result r) || !(r.node().op() instanceof Primitive op)) {
      return null;
    }
    if (op instanceof Dims dims) {
      return dims.values().stream().map(Scalar::of).toList();
    }
    return op instanceof MatMul ? null : evaluate(op, r.node().inputs(), value.type());
  }

  private List<Scalar> evaluate(Primitive op, List<Value> inputs, TensorType type) {
    List<List<Scalar>> contents = new ArrayList<>();
    for (Value input : inputs) {
      List<Scalar> found = of(input);
      if (found == null) {
        decide.because(reasons.get(input));
        return null;
      }
      contents.add(found);
    }
    return new Evaluation(op, inputs, contents, decide).elements(type);
  }

  private static List<Scalar> elements(Elements elements) {
    List<Scalar> list = new ArrayList<>();
    for (long i = 0; i < elements.size(); i++) {
      list.add(
          elements.type().isFloat()
              ? new Scalar.Real(elements.real(i))
              : Scalar.of(Dim.of(elements.integer(i))));
    }
    return list;
  }

  /** The simplest value with the same elements: a literal, a constant, a vector of dims. */
  Value canonical(Value value) {
    List<Scalar> elements = value instanceof Constant ? null : of(value);
    if (elements == null || (value instanceof Node.Result r && r.node().op() instanceof Fill)) {
      return value;
    }
    return literals.computeIfAbsent(List.of(value.type(), elements), k -> write(value, elements));
  }

  private Value write(Value value, List<Scalar> elements) {
    if (elements.stream().allMatch(Scalar::isConstant)) {
      Value literal = constant(value.type(), elements);
      known.put(literal, elements);
      return literal;
    }
    List<Dim> dims = new ArrayList<>();
    elements.forEach(e -> dims.add(e.dim()));
    if (dims.contains(null) || value.type().dtype() == DType.BOOL) {
      return value;
    }
    Formula f = new Formula(b);
    Value written = f.reshape(b.add(new Dims(dims)), value.type().dims());
    written = f.convert(written, value.type().dtype());
    known.put(written, elements);
    return written;
  }

  /** Equal elements as a {@link Fill}, others as a {@link Constant}. */
  private Value constant(TensorType type, List<Scalar> elements) {
    if (!elements.isEmpty() && elements.stream().allMatch(elements.get(0)::equals)) {
      Scalar e = elements.get(0);
      Number value = type.dtype().isFloat() ? (Number) e.real() : (Number) e.dim().value();
      return b.add(new Fill(type.dtype(), type.dims(), value));
    }
    long[] shape = type.dims().stream().mapToLong(Dim::value).toArray();
    Tensor tensor = Tensor.allocate(type.dtype(), shape);
    for (int i = 0; i < elements.size(); i++) {
      if (type.dtype().isFloat()) {
        tensor.set(i, elements.get(i).real());
      } else {
        tensor.set(i, elements.get(i).dim().value());
      }
    }
    return Constant.of("literal" + literals.size(), tensor);
  }
}
