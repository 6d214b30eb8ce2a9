package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.sinter.ir.Dim;
import org.sinter.ir.Node;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Substitute;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Compute;
import org.sinter.ir.op.Primitive;

/**
 * Writes an element of a value as an expression over what lies in memory: {@code add(mul(x, 2),
 * y)[i]} becomes {@code x[i] * 2 + y[i]}. The buffers met on the way become the kernel's.
 */
final class Inliner {
  private final Groups groups;
  private final Value root;
  private final Map<Value, Function<List<Expr>, Expr>> known = new HashMap<>();
  private final Map<Value, Buffer> buffers = new LinkedHashMap<>();
  private final Map<Value, Buffer> rows = new LinkedHashMap<>();
  private final Set<Check> checks = new LinkedHashSet<>();
  private Space space;

  /** Elements of {@code index} (at last index {@code component}, if not -1) must be below size. */
  record Check(Value index, int component, Dim size, Node reader) {}

  /** For the kernel that writes {@code root}; null when it writes nothing. */
  Inliner(Groups groups, Value root) {
    this.groups = groups;
    this.root = root;
  }

  /** Elements of {@code value} are what {@code element} says, not its definition. */
  Inliner define(Value value, Function<List<Expr>, Expr> element) {
    known.put(value, element);
    return this;
  }

  /** The element of {@code value} at a place of {@code where}. */
  Expr at(Value value, Space where) {
    space = where;
    Expr element = at(value, where.indices());
    space = null;
    return element;
  }

  /** What makes {@code value}, which lies in memory, where {@code of} is {@code element}. */
  Expr made(Value value, Space where, Value of, Expr element) {
    Function<List<Expr>, Expr> before = known.put(of, indices -> element);
    space = where;
    Expr made = definition(value, where.indices());
    space = null;
    if (before == null) {
      known.remove(of);
    } else {
      known.put(of, before);
    }
    return made;
  }

  Expr at(Value value, List<Expr> indices) {
    if (known.containsKey(value)) {
      return known.get(value).apply(indices);
    }
    if (value != root && groups.inMemory(value)) {
      return load(value, indices);
    }
    return definition(value, indices);
  }

  private Expr definition(Value value, List<Expr> indices) {
    Node node = ((Node.Result) value).node();
    Compute compute = ((Primitive) node.op()).compute(types(node));
    for (Compute.Bound bound : compute.bounds()) {
      checks.add(new Check(node.input(bound.input()), bound.component(), bound.size(), node));
    }
    Map<Var, Expr> variables = new HashMap<>();
    for (int i = 0; i < indices.size(); i++) {
      variables.put(compute.axes().get(i), indices.get(i));
    }
    Function<Integer, Value> input = node.inputs()::get;
    return new Substitute(
            variables, load -> at(input.apply(inputIndex(load.buffer())), load.indices()))
        .apply(compute.value());
  }

  /** The input of a node that a buffer of its {@link Compute} stands for. */
  static int inputIndex(Buffer buffer) {
    return Integer.parseInt(buffer.name().substring("in".length()));
  }

  static List<TensorType> types(Node node) {
    return node.inputs().stream().map(Value::type).toList();
  }

  private Expr load(Value value, List<Expr> indices) {
    if (space != null
        && value.type().dims().equals(space.dims())
        && indices.equals(space.indices())) {
      return Expr.load(rowBuffer(value), space.flatIndices());
    }
    return Expr.load(buffer(value), indices);
  }

  /** The kernel's buffer for a value in memory. */
  Buffer buffer(Value value) {
    return buffers.computeIfAbsent(value, v -> new Buffer(nextName(), v.type()));
  }

  /** The kernel's buffer for a value in memory, as rows of a tensor of these dims. */
  Buffer rows(Value value, List<Dim> dims) {
    TensorType flat = value.type().with(List.of(Space.rows(dims), Space.columns(dims)));
    return rows.computeIfAbsent(value, v -> new Buffer(nextName(), flat));
  }

  /** What must hold of values that are used as indices. */
  Set<Check> checks() {
    return checks;
  }

  /** The same memory as rows. */
  private Buffer rowBuffer(Value value) {
    return rows.computeIfAbsent(value, v -> new Buffer(nextName(), space.flat(v.type())));
  }

  private String nextName() {
    return "b" + (buffers.size() + rows.size());
  }

  /** The kernel's inputs in the order of their names. */
  List<Map.Entry<Buffer, Value>> inputs() {
    List<Map.Entry<Buffer, Value>> inputs = new ArrayList<>();
    buffers.forEach((value, buffer) -> inputs.add(Map.entry(buffer, value)));
    rows.forEach((value, buffer) -> inputs.add(Map.entry(buffer, value)));
    inputs.sort((x, y) -> Integer.compare(number(x.getKey()), number(y.getKey())));
    return inputs;
  }

  private static int number(Buffer buffer) {
    return Integer.parseInt(buffer.name().substring(1));
  }
}
