package org.sinter.passes.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.sinter.ir.Constant;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Node;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.Pad;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Silu;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;

/** A graph of random ops over symbols {@code s} and {@code b}, without jumps of float values. */
final class RandomGraph {
  private static final Dim S = Dim.symbol("s");
  private static final Dim B = Dim.symbol("b");

  private final Random random;
  private final Graph.Builder b = new Graph.Builder("random");
  private final List<Value> values = new ArrayList<>();
  private final Value at;

  RandomGraph(int seed) {
    random = new Random(seed);
    values.add(b.param("x", new TensorType(DType.F32, List.of(S, Dim.of(4)))));
    values.add(b.param("y", new TensorType(DType.F32, List.of(B, S, Dim.of(4)))));
    values.add(b.param("z", new TensorType(DType.I64, List.of(B, S))));
    at = b.param("at", new TensorType(DType.I64, List.of(Dim.of(3))));
    values.add(Constant.of("w", tensor(TensorType.of(DType.F32, 4, 4), 1, 1)));
    values.add(Constant.of("v", tensor(TensorType.of(DType.F32, 4), 1, 1)));
  }

  Tensor tensor(TensorType type, long s, long batch) {
    long[] shape = shape(type, s, batch);
    Tensor tensor = Tensor.allocate(type.dtype(), shape);
    for (int i = 0; i < tensor.size(); i++) {
      if (type.dtype().isFloat()) {
        tensor.set(i, random.nextGaussian());
      } else {
        tensor.set(i, random.nextInt(7) - 3L);
      }
    }
    return tensor;
  }

  private static long[] shape(TensorType type, long s, long batch) {
    return type.dims().stream()
        .mapToLong(d -> d.evaluate(n -> n.equals("s") ? s : batch))
        .toArray();
  }

  Graph graph() {
    for (int i = 0; i < 14; i++) {
      Value a = values.get(random.nextInt(values.size()));
      Value c = values.get(random.nextInt(values.size()));
      try {
        Value node = a.type().dtype() == DType.F32 ? real(a, c) : shared(a, c);
        if (node.type().rank() < 6) {
          values.add(node);
        }
      } catch (IllegalArgumentException doesNotFit) {
        i -= random.nextInt(2);
      }
    }
    List<Value> results = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof Node.Result && random.nextInt(3) == 0) {
        results.add(value);
      }
    }
    results.add(values.get(values.size() - 1));
    return b.build(results.stream().map(v -> "r" + results.indexOf(v)).toList(), results);
  }

  /** Only continuous functions, since rounding differs. */
  private Value real(Value a, Value c) {
    Formula f = new Formula(b);
    int last = a.type().rank() - 1;
    return switch (random.nextInt(14)) {
      case 0 -> f.tanh(a);
      case 1 -> f.sigmoid(a);
      case 2 -> f.add(a, c);
      case 3 -> f.mul(a, f.tanh(c));
      case 4 -> f.combine(Binary.Function.MAX, a, c);
      case 5 -> f.matMul(f.tanh(a), c);
      case 6 -> f.matMul(a, f.tanh(values.get(3)));
      case 7 -> b.add(new Softmax(random.nextInt(last + 1)), f.tanh(a));
      case 8 -> b.add(new LayerNorm(0.1), a);
      case 9 -> b.add(new RmsNorm(0.1), a, values.get(4));
      case 10 -> b.add(new Silu(), f.apply(Unary.Function.SIN, a));
      case 11 -> b.add(new Gelu(Gelu.Form.ERF), f.tanh(a));
      case 12 -> f.mean(a, random.nextInt(last + 1));
      default -> shared(a, c);
    };
  }

  private Value shared(Value a, Value c) {
    TensorType t = a.type();
    int rank = t.rank();
    if (rank == 0) {
      return b.add(new Reshape(List.of(Dim.ONE, Dim.ONE)), a);
    }
    int axis = random.nextInt(rank);
    return switch (random.nextInt(14)) {
      case 0 -> b.add(new Transpose(reversed(rank)), a);
      case 1 -> b.add(new Reshape(List.of(t.size(), Dim.ONE)), a);
      case 2 -> b.add(new Reshape(List.of(t.size())), a);
      case 3 -> b.add(new Expand(front(Dim.of(2), t.dims())), a);
      case 4 -> b.add(new Reduce(pick(Reducer.values()), List.of(axis), random.nextBoolean()), a);
      case 5 -> b.add(new Concat(axis), a, a, c);
      case 6 -> part(a, axis);
      case 7 -> b.add(new Gather(axis), a, clamp(t.dim(axis)));
      case 8 -> b.add(new CumulativeSum(axis, random.nextBoolean(), random.nextBoolean()), a);
      case 9 -> b.add(new MatMul(), a, b.add(new Transpose(reversed(rank)), a));
      case 10 -> b.add(new Where(), b.add(new Combine(Binary.Function.LT), a, c), a, a);
      case 11 ->
          t.dtype() == DType.I64
              ? b.add(new Combine(pick(Binary.Function.values())), a, c)
              : b.add(new Combine(Binary.Function.MIN), a, c);
      case 12 ->
          t.dtype() == DType.I64
              ? b.add(new ArgReduce(axis, true, random.nextBoolean()), a)
              : b.add(new Combine(Binary.Function.SUB), a, c);
      default -> t.dtype().isFloat() ? new Formula(b).neg(a) : b.add(new Convert(DType.F32), a);
    };
  }

  private Value part(Value a, int axis) {
    TensorType t = a.type();
    List<Dim> before = new ArrayList<>(Collections.nCopies(t.rank(), Dim.ZERO));
    if (random.nextBoolean()) {
      List<Dim> after = new ArrayList<>(before);
      before.set(axis, Dim.ONE);
      after.set(axis, S);
      return b.add(new Pad(before, after), a, new Formula(b).literal(a, 3));
    }
    List<Long> steps = new ArrayList<>(Collections.nCopies(t.rank(), 1L));
    before.set(axis, t.dim(axis).minus(1));
    steps.set(axis, -1L);
    return b.add(new Slice(before, t.dims(), steps), a);
  }

  private Value clamp(Dim size) {
    Value most = b.add(new Dims(List.of(size.minus(1))));
    Value least = b.add(new Dims(List.of(size.times(-1))));
    Value low = b.add(new Combine(Binary.Function.MAX), at, least);
    return b.add(new Combine(Binary.Function.MIN), low, most);
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private static List<Integer> reversed(int rank) {
    List<Integer> perm = new ArrayList<>();
    for (int i = rank - 1; i >= 0; i--) {
      perm.add(i);
    }
    return perm;
  }

  private static List<Dim> front(Dim first, List<Dim> rest) {
    List<Dim> dims = new ArrayList<>(List.of(first));
    dims.addAll(rest);
    return dims;
  }
}
