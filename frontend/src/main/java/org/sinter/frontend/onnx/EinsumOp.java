package org.sinter.frontend.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sinter.ir.Dim;
import org.sinter.ir.Value;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Formula;

/**
 * {@code Einsum}: labels are summed as soon as no later operand or the result needs them; two
 * operands meet in one matrix product of {@code [batch.., left, sum]} and {@code [batch.., sum,
 * right]}.
 */
final class EinsumOp {
  /** A value whose axes bear labels. */
  private record Labelled(Value value, List<Character> labels) {}

  private final Formula f;
  private final Map<Character, Dim> dims = new LinkedHashMap<>();

  private EinsumOp(Formula f) {
    this.f = f;
  }

  static Value write(Call c) {
    String equation = c.text("equation", "").replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] terms = sides[0].split(",", -1);
    if (sides.length > 2 || terms.length != c.size()) {
      throw new IllegalArgumentException("equation '" + equation + "' of " + c.size() + " inputs");
    }
    int ellipsis = 0;
    for (int i = 0; i < terms.length; i++) {
      if (terms[i].contains("...")) {
        ellipsis = Math.max(ellipsis, c.rank(i) - terms[i].replace("...", "").length());
      }
    }
    EinsumOp op = new EinsumOp(c.f());
    List<Labelled> operands = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      operands.add(op.operand(c.in(i), EinsumEquation.labels(terms[i], c.rank(i), ellipsis), c));
    }
    List<Character> out =
        sides.length == 2
            ? EinsumEquation.labels(sides[1], -1, ellipsis)
            : EinsumEquation.implicit(sides[0], ellipsis);
    return op.contract(operands, out);
  }

  /** Notes the dims of labels and takes the diagonal where a label stands twice. */
  private Labelled operand(Value x, List<Character> labels, Call c) {
    if (labels.size() != x.type().rank()) {
      throw new IllegalArgumentException(labels.size() + " labels for " + x.type());
    }
    for (int i = 0; i < labels.size(); i++) {
      Dim dim = x.type().dim(i);
      dims.merge(
          labels.get(i), dim, (a, b) -> c.b().constraints().broadcast(a, b, "dims of a label"));
    }
    Labelled result = new Labelled(x, labels);
    for (int i = 0; i < result.labels.size(); i++) {
      int twin = result.labels.lastIndexOf(result.labels.get(i));
      if (twin > i) {
        result = diagonal(result, i, twin);
        i--;
      }
    }
    return result;
  }

  /** Multiplies by the identity over both axes and sums the second away. */
  private Labelled diagonal(Labelled x, int first, int second) {
    Dim size = x.value.type().dim(first);
    Value on = f.equal(ShapeOps.position(f, size, true), ShapeOps.position(f, size, false));
    List<Dim> shape = new ArrayList<>(Collections.nCopies(x.labels.size(), Dim.ONE));
    shape.set(first, size);
    shape.set(second, size);
    Value kept = f.where(f.reshape(on, shape), x.value, f.literal(x.value, 0));
    List<Character> labels = new ArrayList<>(x.labels);
    labels.remove(second);
    return new Labelled(
        Layout.squeeze(f, ReductionOps.sum(f, kept, List.of(second)), second), labels);
  }

  private Value contract(List<Labelled> operands, List<Character> out) {
    Labelled result = reduce(operands.get(0), needed(operands, 1, out));
    for (int i = 1; i < operands.size(); i++) {
      Set<Character> later = needed(operands, i + 1, out);
      Set<Character> pair = new LinkedHashSet<>(later);
      pair.addAll(result.labels);
      result = multiply(result, reduce(operands.get(i), pair), later);
    }
    return permute(reduce(result, new LinkedHashSet<>(out)), out);
  }

  private static Set<Character> needed(List<Labelled> operands, int from, List<Character> out) {
    Set<Character> needed = new LinkedHashSet<>(out);
    operands.subList(from, operands.size()).forEach(o -> needed.addAll(o.labels));
    return needed;
  }

  /** Sums over labels that are not needed. */
  private Labelled reduce(Labelled x, Set<Character> needed) {
    Labelled result = x;
    for (char label : x.labels) {
      if (!needed.contains(label)) {
        int axis = result.labels.indexOf(label);
        List<Character> labels = new ArrayList<>(result.labels);
        labels.remove(axis);
        Value sum = ReductionOps.sum(f, result.value, List.of(axis));
        result = new Labelled(Layout.squeeze(f, sum, axis), labels);
      }
    }
    return result;
  }

  private Labelled multiply(Labelled a, Labelled b, Set<Character> later) {
    List<Character> batch = new ArrayList<>();
    List<Character> sum = new ArrayList<>();
    for (char label : a.labels) {
      if (b.labels.contains(label)) {
        (later.contains(label) ? batch : sum).add(label);
      }
    }
    List<Character> left = new ArrayList<>(a.labels);
    left.removeAll(b.labels);
    List<Character> right = new ArrayList<>(b.labels);
    right.removeAll(a.labels);
    List<Character> all = new ArrayList<>(batch);
    all.addAll(left);
    all.addAll(right);
    Value product = f.matMul(group(a, batch, left, sum), group(b, batch, sum, right));
    return new Labelled(f.reshape(product, sizes(all)), all);
  }

  /** {@code [batch.., product of rows, product of columns]}. */
  private Value group(
      Labelled x, List<Character> batch, List<Character> rows, List<Character> columns) {
    List<Character> order = new ArrayList<>(batch);
    order.addAll(rows);
    order.addAll(columns);
    Value value = permute(x, order);
    if (!value.type().dims().equals(sizes(order))) {
      value = f.b().add(new Expand(sizes(order)), value);
    }
    List<Dim> shape = sizes(batch);
    shape.add(Dim.product(sizes(rows)));
    shape.add(Dim.product(sizes(columns)));
    return f.reshape(value, shape);
  }

  private List<Dim> sizes(List<Character> labels) {
    List<Dim> sizes = new ArrayList<>();
    labels.forEach(l -> sizes.add(dims.get(l)));
    return sizes;
  }

  private Value permute(Labelled x, List<Character> order) {
    List<Integer> perm = new ArrayList<>();
    for (char label : order) {
      if (!x.labels.contains(label)) {
        throw new IllegalArgumentException("label '" + label + "' is in no input");
      }
      perm.add(x.labels.indexOf(label));
    }
    return f.transpose(x.value, perm);
  }
}
