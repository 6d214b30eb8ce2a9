package org.sinter.tests.equivalence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.sinter.ir.Constant;
import org.sinter.ir.Constraints;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Graph;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.op.Apply;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.Attention;
import org.sinter.ir.op.Bitcast;
import org.sinter.ir.op.Combine;
import org.sinter.ir.op.Concat;
import org.sinter.ir.op.Convert;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Dims;
import org.sinter.ir.op.Expand;
import org.sinter.ir.op.Fill;
import org.sinter.ir.op.Formula;
import org.sinter.ir.op.Gather;
import org.sinter.ir.op.GatherElements;
import org.sinter.ir.op.GatherNd;
import org.sinter.ir.op.Gelu;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.LayerNorm;
import org.sinter.ir.op.MatMul;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.Op;
import org.sinter.ir.op.Pad;
import org.sinter.ir.op.Reduce;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.Reshape;
import org.sinter.ir.op.RmsNorm;
import org.sinter.ir.op.Rotary;
import org.sinter.ir.op.ScatterElements;
import org.sinter.ir.op.ScatterNd;
import org.sinter.ir.op.Silu;
import org.sinter.ir.op.Slice;
import org.sinter.ir.op.Softmax;
import org.sinter.ir.op.TopK;
import org.sinter.ir.op.Transpose;
import org.sinter.ir.op.Where;
import org.sinter.ir.op.Windows;

/** Adds one random op after another; those whose fit would be a demand on the call are refused. */
final class RandomOps {
  private static final long MOST = 6000;

  private final Random random;
  private final Graph.Builder b;
  private final Formula f;
  private final List<Item> items;
  private int measured;

  RandomOps(Random random, Graph.Builder b, List<Item> items) {
    this.random = random;
    this.b = b;
    this.f = new Formula(b);
    this.items = items;
  }

  List<Item> items() {
    return items;
  }

  /** One more item, or null where the random choice does not fit. */
  Item next() {
    Item a = pick(items);
    Item c = pick(items);
    try {
      Item made =
          switch (random.nextInt(5)) {
            case 0 -> elements(a, c);
            case 1 -> moved(a, c);
            case 2 -> reduced(a);
            case 3 -> products(a, c);
            default -> indexed(a, c);
          };
      if (made == null || made.value().type().rank() > 5 || large(made.value().type())) {
        return null;
      }
      items.add(made);
      return made;
    } catch (IllegalArgumentException | IndexOutOfBoundsException doesNotFit) {
      return null;
    }
  }

  private static boolean large(TensorType type) {
    return type.size().evaluate(s -> s.equals("s") ? 17L : 3L) > MOST;
  }

  private Value add(Op op, Value... inputs) {
    List<TensorType> types = new ArrayList<>();
    for (Value input : inputs) {
      types.add(input.type());
    }
    Constraints demands = new Constraints();
    op.infer(types, demands);
    if (!demands.found().isEmpty()) {
      throw new IllegalArgumentException("a demand");
    }
    return b.add(op, inputs);
  }

  private Item elements(Item a, Item c) {
    DType type = a.value().type().dtype();
    return switch (random.nextInt(8)) {
      case 0 -> unary(a);
      case 1, 2 -> combine(a, fitting(a));
      case 3 -> {
        Item other = fitting(a);
        Value condition =
            a.exact() && other.exact()
                ? add(new Combine(Binary.Function.LT), a.value(), other.value())
                : pick(items).value();
        yield either(a, other, add(new Where(), condition, a.value(), other.value()));
      }
      case 4, 5 -> convert(a);
      case 6 -> smooth(a);
      default ->
          a.exact() && !type.isFloat()
              ? new Item(add(new Bitcast(pick(DType.values())), a.value()), 0, 0)
              : combine(a, c);
    };
  }

  private Item unary(Item a) {
    Unary.Function function = pick(Unary.Function.values());
    if (function.compareTo(Unary.Function.SQRT) >= 0) {
      return smooth(a);
    }
    boolean jumps =
        switch (function) {
          case SIGN, FLOOR, CEIL, TRUNC, ROUND -> true;
          default -> false;
        };
    if (jumps && !a.exact()) {
      return null;
    }
    return Item.of(
        add(new Apply(function), a.value()), Math.max(a.whole(), a.exact() ? 1 : -1), a.fraction());
  }

  /** Functions that are continuous on what they get. */
  private Item smooth(Item a) {
    Value x = a.value();
    if (!x.type().dtype().isFloat()) {
      return null;
    }
    Value tame = f.tanh(x);
    return Item.rounded(
        switch (random.nextInt(11)) {
          case 0 -> tame;
          case 1 -> f.apply(Unary.Function.SIN, tame);
          case 2 -> f.apply(Unary.Function.ERF, x);
          case 3 -> f.exp(tame);
          case 4 -> f.sqrt(f.add(tame, 1.5));
          case 5 -> f.apply(Unary.Function.LOG, f.add(tame, 1.5));
          case 6 -> add(new Gelu(pick(Gelu.Form.values())), tame);
          case 7 -> add(new Silu(), tame);
          case 8 -> f.apply(Unary.Function.ATAN, x);
          case 9 -> f.combine(Binary.Function.POW, f.add(tame, 1.5), f.literal(tame, 1.5));
          default -> f.sigmoid(x);
        });
  }

  /** Another item of the same type that broadcasts with {@code a}. */
  private Item fitting(Item a) {
    for (int i = 0; i < 40; i++) {
      Item c = pick(items);
      if (c.value().type().dtype() == a.value().type().dtype() && broadcasts(a, c)) {
        return c;
      }
    }
    return a;
  }

  private static boolean broadcasts(Item a, Item c) {
    try {
      Constraints demands = new Constraints();
      demands.broadcast(a.value().type().dims(), c.value().type().dims());
      return demands.found().isEmpty();
    } catch (IllegalArgumentException differ) {
      return false;
    }
  }

  private Item combine(Item a, Item c) {
    Binary.Function function = pick(Binary.Function.values());
    boolean real = a.value().type().dtype().isFloat();
    boolean exact = a.exact() && c.exact();
    Value x = a.value();
    Value y = c.value();
    return switch (function) {
      case ADD, SUB ->
          Item.of(
              add(new Combine(function), x, y),
              exact ? Math.max(a.whole(), c.whole()) + 1 : -1,
              Math.max(a.fraction(), c.fraction()));
      case MUL ->
          Item.of(
              add(new Combine(function), real && !exact ? f.tanh(x) : x, y),
              exact ? a.whole() + c.whole() : -1,
              a.fraction() + c.fraction());
      case MIN, MAX -> either(a, c, add(new Combine(function), x, y));
      case EQ, LT, LE -> exact ? new Item(add(new Combine(function), x, y), 1, 0) : null;
      default -> real ? null : new Item(add(new Combine(function), x, y), 0, 0);
    };
  }

  private static Item either(Item a, Item c, Value value) {
    boolean exact = a.exact() && c.exact();
    return Item.of(
        value, exact ? Math.max(a.whole(), c.whole()) : -1, Math.max(a.fraction(), c.fraction()));
  }

  private Item convert(Item a) {
    DType to = pick(DType.values());
    DType from = a.value().type().dtype();
    boolean real = from.isFloat();
    if (!a.exact() && !to.isFloat()) {
      return null;
    }
    Value value = add(new Convert(to, random.nextBoolean()), a.value());
    boolean small = from.bits() <= 4 || (from == DType.BOOL);
    int whole = real ? a.whole() : small ? 4 : 70;
    return to.isFloat() ? Item.of(value, whole, real ? a.fraction() : 0) : new Item(value, 0, 0);
  }

  private Item moved(Item a, Item c) {
    Value x = a.value();
    TensorType t = x.type();
    int rank = t.rank();
    int axis = rank == 0 ? 0 : random.nextInt(rank);
    return switch (random.nextInt(11)) {
      case 0 -> a.moved(add(new Transpose(shuffled(rank)), x));
      case 1 -> a.moved(add(new Reshape(List.of(t.size())), x));
      case 2 -> a.moved(add(new Reshape(merged(t)), x));
      case 3 -> a.moved(add(new Expand(front(Dim.of(2), t.dims())), x));
      case 4 -> {
        Item other = fitting(a);
        yield either(a, other, add(new Concat(axis), x, other.value(), x));
      }
      case 5 -> a.moved(add(reversed(t, axis), x));
      case 6 -> a.moved(add(part(t, axis), x));
      case 7 ->
          Item.of(
              add(pad(t, axis), x, f.literal(x, 1)),
              Math.max(a.whole(), a.exact() ? 1 : -1),
              a.fraction());
      case 8 -> a.moved(add(windows(t), x));
      case 9 -> a.moved(add(new Reshape(front(Dim.ONE, t.dims())), x));
      default -> fresh(t);
    };
  }

  private Item fresh(TensorType t) {
    Dim dim = t.rank() == 0 ? Dim.symbol("s") : t.dim(-1);
    DType type = pick(new DType[] {DType.F32, DType.I64, DType.I32, DType.F64});
    return switch (random.nextInt(4)) {
      case 0 -> new Item(add(new Iota(type, dim)), 9, 0);
      case 1 -> new Item(add(new Fill(t.dtype(), t.dims(), 1)), 1, 0);
      case 2 -> new Item(add(new Dims(List.of(dim, dim.plus(3)))), 10, 0);
      default -> constant(type);
    };
  }

  private Item constant(DType type) {
    Tensor tensor = Tensor.allocate(type, 3, 4);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, (long) random.nextInt(7) - 3);
    }
    return new Item(Constant.of("c" + random.nextInt(1 << 30), tensor), 3, 0);
  }

  private Item reduced(Item a) {
    Value x = a.value();
    TensorType t = x.type();
    boolean real = t.dtype().isFloat();
    int axis = random.nextInt(t.rank());
    return switch (random.nextInt(8)) {
      case 0, 1 -> reduce(a);
      case 2 -> real ? Item.rounded(add(new Softmax(axis - t.rank()), f.tanh(x))) : reduce(a);
      case 3 -> real ? Item.rounded(add(new LayerNorm(0.1), f.tanh(x))) : reduce(a);
      case 4 -> real ? Item.rounded(norm(f.tanh(x))) : reduce(a);
      case 5 ->
          a.exact() && t.dtype() != DType.BOOL
              ? Item.of(
                  add(new CumulativeSum(axis, random.nextBoolean(), random.nextBoolean()), x),
                  a.whole() + 5,
                  a.fraction())
              : null;
      case 6 ->
          a.exact() && t.dim(axis).lowerBound() > 0
              ? new Item(
                  add(new ArgReduce(axis, random.nextBoolean(), random.nextBoolean()), x), 7, 0)
              : null;
      default -> a.exact() ? top(x, axis) : null;
    };
  }

  private Value norm(Value x) {
    Value g = f.sigmoid(vector(x));
    return random.nextBoolean()
        ? add(new RmsNorm(0.1), x, g)
        : add(new LayerNorm(0.1), x, g, f.tanh(vector(x)));
  }

  /** As long as a row of {@code x}. */
  private Value vector(Value x) {
    return f.convert(add(new Iota(DType.F32, x.type().dim(-1))), x.type().dtype());
  }

  private Item reduce(Item a) {
    TensorType t = a.value().type();
    List<Integer> axes =
        new ArrayList<>(shuffled(t.rank()).subList(0, random.nextInt(t.rank() + 1)));
    Reducer reducer = pick(Reducer.values());
    boolean real = t.dtype().isFloat();
    if (real && reducer == Reducer.PROD) {
      return null;
    }
    Value value = add(new Reduce(reducer, axes, random.nextBoolean()), a.value());
    int more = reducer == Reducer.SUM ? 8 : 0;
    boolean bool = t.dtype() == DType.BOOL;
    return Item.of(value, a.exact() ? bool ? 1 : a.whole() + more : -1, a.fraction());
  }

  private Item top(Value x, int axis) {
    boolean one = x.type().dim(axis).lowerBound() > 0;
    TopK op =
        new TopK(
            axis, one && random.nextBoolean() ? Dim.ONE : x.type().dim(axis), random.nextBoolean());
    op.infer(List.of(x.type()), new Constraints());
    return new Item(b.addAll(op, List.of(x)).get(1), 9, 0);
  }

  private Item products(Item a, Item c) {
    Value x = a.value();
    TensorType t = x.type();
    int rank = t.rank();
    boolean real = t.dtype().isFloat();
    return switch (random.nextInt(5)) {
      case 0, 1 -> {
        Value left = real ? f.tanh(x) : x;
        Value right = real ? f.tanh(c.value()) : c.value();
        yield result(add(new MatMul(), left, right));
      }
      case 2 -> {
        List<Integer> swap = new ArrayList<>(identity(rank));
        Collections.swap(swap, rank - 1, rank - 2);
        Value left = real ? f.tanh(x) : x;
        Value turned = add(new Transpose(swap), left);
        yield result(
            random.nextBoolean()
                ? add(new MatMul(), left, turned)
                : add(new MatMul(), turned, left));
      }
      case 3 -> real ? attention(f.tanh(x)) : weights(x);
      default -> real && rank > 0 ? rotary(f.tanh(x)) : weights(x);
    };
  }

  private static Item result(Value value) {
    return value.type().dtype().isFloat() ? Item.rounded(value) : new Item(value, 0, 0);
  }

  /** A product with a constant as wide as the rows are. */
  private Item weights(Value x) {
    Dim k = x.type().dim(-1);
    if (!k.isConstant()) {
      return null;
    }
    long columns = new long[] {1, 5, 16, 47, 49}[random.nextInt(5)];
    Tensor tensor = Tensor.allocate(x.type().dtype(), k.value(), columns);
    for (int i = 0; i < tensor.size(); i++) {
      tensor.set(i, (long) random.nextInt(3) - 1);
    }
    return result(add(new MatMul(), x, Constant.of("w" + random.nextInt(1 << 30), tensor)));
  }

  /** Heads of 2, grouped by 2, masked, keys out of another item or the same. */
  private Item attention(Value x) {
    TensorType t = x.type();
    Dim length = t.rank() > 1 ? t.dim(-2) : Dim.ONE;
    Dim rows = t.size().exactQuotient(length.times(4));
    if (rows == null) {
      return null;
    }
    Value q = add(new Reshape(List.of(rows, length, Dim.of(2), Dim.of(2))), x);
    Value k = add(new Reduce(Reducer.MAX, List.of(2), true), q);
    k = random.nextBoolean() ? q : k;
    double softcap = random.nextBoolean() ? 0 : 3;
    Attention op = new Attention(0.7, softcap);
    if (random.nextBoolean()) {
      return Item.rounded(add(op, q, k, k));
    }
    Value row = vector(add(new Fill(t.dtype(), List.of(Dim.ONE, Dim.ONE, Dim.ONE, length), 0)));
    Value mask = add(new Reshape(List.of(Dim.ONE, Dim.ONE, Dim.ONE, length)), f.mul(row, -0.1));
    return Item.rounded(add(op, q, k, k, mask));
  }

  private Item rotary(Value x) {
    Dim half = x.type().dim(-1).floorDiv(Dim.of(2));
    Value angle = f.convert(add(new Iota(DType.F32, half)), x.type().dtype());
    return Item.rounded(
        add(
            new Rotary(random.nextBoolean()),
            x,
            f.apply(Unary.Function.COS, angle),
            f.apply(Unary.Function.SIN, angle)));
  }

  private Item indexed(Item a, Item c) {
    Value x = a.value();
    TensorType t = x.type();
    int axis = random.nextInt(t.rank());
    if (t.dim(axis).lowerBound() < 1) {
      return null;
    }
    return switch (random.nextInt(6)) {
      case 0 -> a.moved(add(new Gather(axis), x, indices(c, t.dim(axis))));
      case 1 -> a.moved(add(new GatherElements(axis), x, indices(a, t.dim(axis))));
      case 2 -> a.moved(add(new GatherNd(0), x, components(c, t)));
      case 3 -> a.exact() ? scatter(a, axis) : null;
      case 4 -> a.exact() ? scatterRows(a, c) : null;
      default -> a.exact() ? nonZero(x) : null;
    };
  }

  /** An item's elements as indices that are in range, some of them negative. */
  private Value indices(Item item, Dim size) {
    if (!item.exact()) {
      throw new IllegalArgumentException("rounded");
    }
    DType type = random.nextBoolean() ? DType.I64 : DType.I32;
    Value at = f.convert(item.value(), type);
    Value n = f.convert(add(new Reshape(List.of()), add(new Dims(List.of(size)))), type);
    Value positive = add(new Combine(Binary.Function.MOD), at, n);
    return random.nextBoolean() ? positive : f.sub(positive, n);
  }

  private Value components(Item item, TensorType t) {
    if (t.dim(0).lowerBound() < 1) {
      throw new IllegalArgumentException("may be empty");
    }
    Value one = f.reshape(item.value(), List.of(item.value().type().size(), Dim.ONE));
    Value first = indices(item.moved(one), t.dim(0));
    if (t.rank() < 2 || t.dim(1).lowerBound() < 1) {
      return first;
    }
    Value second = indices(item.moved(one), t.dim(1));
    return add(new Concat(1), first, f.convert(second, first.type().dtype()));
  }

  private Item scatter(Item a, int axis) {
    Value x = a.value();
    boolean replaces = x.type().dtype().isFloat() || random.nextBoolean();
    Reducer reducer = replaces ? null : x.type().dtype() == DType.BOOL ? Reducer.OR : Reducer.SUM;
    return a.moved(
        add(new ScatterElements(axis, reducer), x, indices(a, x.type().dim(axis)), f.neg(x)));
  }

  private Item scatterRows(Item a, Item c) {
    Value x = a.value();
    Value index = components(c, x.type());
    Value rows = add(new GatherNd(0), x, index);
    return a.moved(add(new ScatterNd(null), x, index, rows));
  }

  private Item nonZero(Value x) {
    String symbol = "found" + random.nextInt(1 << 30) + "_" + measured++;
    b.measured(symbol, x.type().size());
    return new Item(add(new NonZero(symbol), x), 10, 0);
  }

  private static List<Dim> merged(TensorType t) {
    List<Dim> dims = new ArrayList<>(t.dims());
    dims.set(1, dims.get(0).times(dims.get(1)));
    dims.remove(0);
    return dims;
  }

  private static Slice reversed(TensorType t, int axis) {
    List<Dim> starts = new ArrayList<>(Collections.nCopies(t.rank(), Dim.ZERO));
    List<Long> steps = new ArrayList<>(Collections.nCopies(t.rank(), 1L));
    starts.set(axis, t.dim(axis).minus(1));
    steps.set(axis, -1L);
    return new Slice(starts, t.dims(), steps);
  }

  private Slice part(TensorType t, int axis) {
    List<Dim> starts = new ArrayList<>(Collections.nCopies(t.rank(), Dim.ZERO));
    List<Dim> sizes = new ArrayList<>(t.dims());
    List<Long> steps = new ArrayList<>(Collections.nCopies(t.rank(), 1L));
    starts.set(axis, Dim.of(random.nextInt(2)));
    long step = 1 + random.nextInt(3);
    steps.set(axis, step);
    sizes.set(axis, t.dim(axis).minus(starts.get(axis)).plus(step - 1).floorDiv(Dim.of(step)));
    return new Slice(starts, sizes, steps);
  }

  private Pad pad(TensorType t, int axis) {
    List<Dim> before = new ArrayList<>(Collections.nCopies(t.rank(), Dim.ZERO));
    List<Dim> after = new ArrayList<>(before);
    before.set(axis, Dim.of(random.nextInt(4) - 1));
    after.set(axis, random.nextBoolean() ? Dim.symbol("s") : Dim.of(random.nextInt(3)));
    return new Pad(before, after);
  }

  private Windows windows(TensorType t) {
    return new Windows(
        List.of(1L + random.nextInt(3)), List.of(1L + random.nextInt(2)), List.of(1L));
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static List<Integer> identity(int rank) {
    List<Integer> axes = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      axes.add(i);
    }
    return axes;
  }

  private List<Integer> shuffled(int rank) {
    List<Integer> axes = identity(rank);
    Collections.shuffle(axes, random);
    return axes;
  }

  private static List<Dim> front(Dim first, List<Dim> rest) {
    List<Dim> dims = new ArrayList<>(List.of(first));
    dims.addAll(rest);
    return dims;
  }
}
