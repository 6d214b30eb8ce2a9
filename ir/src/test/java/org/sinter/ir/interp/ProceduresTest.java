package org.sinter.ir.interp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.sinter.ir.interp.Examples.f32;
import static org.sinter.ir.interp.Examples.i64;
import static org.sinter.ir.interp.Examples.reals;
import static org.sinter.ir.interp.Examples.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.op.ArgReduce;
import org.sinter.ir.op.CumulativeSum;
import org.sinter.ir.op.Iota;
import org.sinter.ir.op.NonZero;
import org.sinter.ir.op.Reducer;
import org.sinter.ir.op.ScatterElements;
import org.sinter.ir.op.ScatterNd;
import org.sinter.ir.op.TokenRows;
import org.sinter.ir.op.TopK;

/** Ops that are kernels, against plain Java over the middle axis of [a, n, c]. */
class ProceduresTest {
  /** Few different values, so that there are ties. */
  private static Tensor tensor(Random random, int a, int n, int c) {
    Tensor x = Tensor.allocate(DType.I64, a, n, c);
    for (int i = 0; i < x.size(); i++) {
      x.set(i, random.nextInt(5) - 2L);
    }
    return x;
  }

  @Test
  void alongAnAxis() {
    for (int seed = 0; seed < 60; seed++) {
      Random random = new Random(seed);
      int a = 1 + random.nextInt(2);
      int n = 1 + random.nextInt(6);
      int c = 1 + random.nextInt(3);
      Tensor x = tensor(random, a, n, c);
      for (boolean one : new boolean[] {false, true}) {
        for (boolean two : new boolean[] {false, true}) {
          Tensor arg = Examples.run(new ArgReduce(1, one, two), x).get(0);
          Tensor sum = Examples.run(new CumulativeSum(1, one, two), x).get(0);
          for (int line = 0; line < a * c; line++) {
            long[] row = row(x, line, n, c);
            assertArrayEquals(new long[] {arg(row, one, two)}, row(arg, line, 1, c));
            assertArrayEquals(cumulative(row, one, two), row(sum, line, n, c));
          }
        }
        checkTopK(x, one, 1 + random.nextInt(n), n, c);
      }
    }
  }

  private static void checkTopK(Tensor x, boolean largest, int k, int n, int c) {
    List<Tensor> found = Examples.run(new TopK(1, Dim.of(k), largest), x);
    for (int line = 0; line < x.shape()[0] * c; line++) {
      long[] row = row(x, line, n, c);
      List<Integer> order = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        order.add(i);
      }
      Comparator<Integer> byValue = Comparator.comparingLong(i -> row[i]);
      order.sort(largest ? byValue.reversed() : byValue);
      long[] best = order.subList(0, k).stream().mapToLong(i -> i).toArray();
      assertArrayEquals(best, row(found.get(1), line, k, c));
      long[] values = order.subList(0, k).stream().mapToLong(i -> row[i]).toArray();
      assertArrayEquals(values, row(found.get(0), line, k, c));
    }
  }

  /** Elements of [a, n, c] along the middle axis. */
  private static long[] row(Tensor x, int line, int n, int c) {
    long[] row = new long[n];
    for (int i = 0; i < n; i++) {
      row[i] = x.integer((line / c * n + i) * (long) c + line % c);
    }
    return row;
  }

  private static long arg(long[] row, boolean largest, boolean last) {
    int best = 0;
    for (int i = 1; i < row.length; i++) {
      boolean better = largest ? row[i] > row[best] : row[i] < row[best];
      best = better || (last && row[i] == row[best]) ? i : best;
    }
    return best;
  }

  private static long[] cumulative(long[] row, boolean exclusive, boolean reverse) {
    long[] out = new long[row.length];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < row.length; j++) {
        boolean before = reverse ? j > i : j < i;
        out[i] += before || (j == i && !exclusive) ? row[j] : 0;
      }
    }
    return out;
  }

  @Test
  void scatterRefusesIndicesOutside() {
    Tensor x = f32(shape(2), 1, 2);
    Tensor updates = f32(shape(1), 3);
    for (long index : new long[] {2, -3, Long.MIN_VALUE, Long.MAX_VALUE}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              Examples.run(
                  new ScatterElements(0, Reducer.SUM),
                  x,
                  Tensor.of(new long[] {index}, 1),
                  updates));
      assertThrows(
          IllegalArgumentException.class,
          () -> Examples.run(new ScatterNd(null), x, Tensor.of(new long[] {index}, 1, 1), updates));
    }
  }

  @Test
  void scatterInOrder() {
    Tensor x = f32(shape(3), 1, 2, 3);
    Tensor at = i64(shape(3), 1, 1, -2);
    Tensor updates = f32(shape(3), 5, 7, 2);
    List<Reducer> reducers =
        java.util.Arrays.asList(null, Reducer.SUM, Reducer.PROD, Reducer.MAX, Reducer.MIN);
    double[] expected = {2, 16, 140, 7, 2};
    for (int i = 0; i < expected.length; i++) {
      Tensor y = Examples.run(new ScatterElements(0, reducers.get(i)), x, at, updates).get(0);
      assertArrayEquals(new double[] {1, expected[i], 3}, reals(y));
      Tensor z = Examples.run(new ScatterNd(reducers.get(i)), x, at.reshape(3, 1), updates).get(0);
      assertArrayEquals(reals(y), reals(z));
    }
  }

  @Test
  void nonZeroFindsNansAndScalars() {
    org.sinter.ir.Graph.Builder b = new org.sinter.ir.Graph.Builder("g");
    var x = b.param("x", org.sinter.ir.TensorType.of(DType.F32, 3));
    b.measured("n", Dim.of(3));
    var graph = b.build(List.of("at"), List.of(b.add(new NonZero("n"), x)));
    Tensor in = f32(shape(3), 0, Double.NaN, -0.0);
    Tensor at = GraphInterpreter.run(graph, java.util.Map.of("x", in)).get("at");
    assertArrayEquals(shape(1, 1), at.shape());
    assertArrayEquals(new double[] {1}, reals(at));
  }

  @Test
  void tokenRows() {
    Tensor rows = tokenRows(6, 3, 1, 2).get("rows");
    assertArrayEquals(new double[] {0, 0, 0, 1, 0, 2, 1, 0, 2, 0, 2, 1}, reals(rows));
    assertArrayEquals(shape(3), tokenRows(6, 3, 1, 2).get("places").shape());
  }

  @Test
  void lengthsThatDoNotFitAreRefused() {
    for (long[] lengths : new long[][] {{3, 4}, {3, 2}, {6, 0}, {7, -1}, {Long.MAX_VALUE, 6}}) {
      assertThrows(IllegalArgumentException.class, () -> tokenRows(6, lengths));
    }
  }

  /** Rows, and something as large as the longest length. */
  private static java.util.Map<String, Tensor> tokenRows(int tokens, long... lengths) {
    org.sinter.ir.Graph.Builder b = new org.sinter.ir.Graph.Builder("g");
    var x = b.param("x", org.sinter.ir.TensorType.of(DType.I64, lengths.length));
    Dim longest = b.measured("n", Dim.of(tokens));
    var rows = b.add(new TokenRows(Dim.of(tokens), "n"), x);
    var places = b.add(new Iota(DType.I64, longest));
    var graph = b.build(List.of("places", "rows"), List.of(places, rows));
    return GraphInterpreter.run(graph, java.util.Map.of("x", Tensor.of(lengths, lengths.length)));
  }
}
