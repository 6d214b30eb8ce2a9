package org.sinter.ir;

import java.util.ArrayList;
import java.util.List;
import org.sinter.ir.op.Op;

/** An op applied to values; born only in {@link Graph.Builder#add}. */
public final class Node {
  /** A node's result number {@code index}. */
  public static final class Result extends Value {
    private final Node node;
    private final int index;

    Result(Node node, int index, TensorType type) {
      super(type);
      this.node = node;
      this.index = index;
    }

    public Node node() {
      return node;
    }

    public int index() {
      return index;
    }

    @Override
    public String toString() {
      return node + "#" + index + ": " + type();
    }
  }

  private final Op op;
  private final List<Value> inputs;
  private final List<Result> results;
  private final String origin;

  Node(Op op, List<Value> inputs, List<TensorType> types, String origin) {
    this.op = op;
    this.inputs = List.copyOf(inputs);
    this.origin = origin;
    List<Result> list = new ArrayList<>();
    for (TensorType type : types) {
      list.add(new Result(this, list.size(), type));
    }
    this.results = List.copyOf(list);
  }

  public Op op() {
    return op;
  }

  public List<Value> inputs() {
    return inputs;
  }

  public Value input(int index) {
    return inputs.get(index);
  }

  public List<Result> results() {
    return results;
  }

  /** The only result. */
  public Result result() {
    if (results.size() != 1) {
      throw new IllegalStateException(op + " has " + results.size() + " results");
    }
    return results.get(0);
  }

  /** The name of the node in the source file that this comes from, or empty. */
  public String origin() {
    return origin;
  }

  @Override
  public String toString() {
    return op + (origin.isEmpty() ? "" : " (" + origin + ")");
  }
}
