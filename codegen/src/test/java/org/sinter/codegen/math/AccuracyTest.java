package org.sinter.codegen.math;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.codegen.target.CpuLevel;

/** The largest error of every function in units of the last place, as docs/math.md states it. */
class AccuracyTest {
  private static final int POINTS = Integer.getInteger("sinter.points", 1 << 16);

  /** Bounds in ulp: single precision, double. */
  private static final Map<String, double[]> BOUNDS = new TreeMap<>();

  static {
    bound("exp", 1.0, 2);
    bound("exp2", 2.5, 2);
    bound("gelu", 2.5, 16);
    bound("log", 1.0, 2);
    bound("erf", 1.25, 3);
    bound("tanh", 2.5, 4);
    bound("sin", 1.75, 2);
    bound("cos", 1.75, 2);
    bound("tan", 0.51, 4);
    bound("asin", 0.51, 3);
    bound("acos", 0.51, 3);
    bound("atan", 0.51, 3);
    bound("sinh", 0.51, 4);
    bound("cosh", 0.51, 3);
    bound("asinh", 0.51, 4);
    bound("acosh", 0.51, 4);
    bound("atanh", 0.51, 4);
    bound("pow", 0.51, 4);
    bound("fmod", 0, 0);
    bound("sqrt", 0.5, 0);
    for (String exact : List.of("floor", "ceil", "trunc", "rint", "abs", "sign")) {
      bound(exact, 0, 0);
    }
  }

  /** Where errors are counted in parts of 1, because a result near 0 is a difference. */
  private static final Map<String, Double> LEAST = Map.of("gelu", 0x1p-25);

  private static void bound(String name, double single, double twice) {
    BOUNDS.put(name, new double[] {single, twice});
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4"})
  void singlePrecision(String levelName) {
    CpuLevel level = CpuLevel.of(levelName);
    Machines.assumeRuns(level);
    List<MathFunction> functions = new ArrayList<>();
    BOUNDS
        .keySet()
        .forEach(name -> functions.add(new MathFunction(name, Element.F32, level.lanes())));
    List<String> failures = new ArrayList<>();
    try (NativeMath math = new NativeMath(level, functions)) {
      for (MathFunction function : functions) {
        double bound = BOUNDS.get(function.name())[0];
        Worst worst = single(math, function);
        report(levelName, function, worst);
        if (!(worst.ulps <= bound)) {
          failures.add(function.symbol() + " " + worst + ", bound " + bound);
        }
      }
    }
    assertTrue(failures.isEmpty(), String.join("\n", failures));
  }

  @ParameterizedTest
  @ValueSource(strings = {"v2", "v3"})
  void doublePrecision(String levelName) {
    CpuLevel level = CpuLevel.of(levelName);
    Machines.assumeRuns(level);
    List<MathFunction> functions = new ArrayList<>();
    BOUNDS.keySet().forEach(name -> functions.add(new MathFunction(name, Element.F64, 1)));
    List<String> failures = new ArrayList<>();
    try (NativeMath math = new NativeMath(level, functions)) {
      for (MathFunction function : functions) {
        double bound = BOUNDS.get(function.name())[1];
        Worst worst = twice(math, function);
        report(levelName, function, worst);
        if (!(worst.ulps <= bound)) {
          failures.add(function.symbol() + " " + worst + ", bound " + bound);
        }
      }
    }
    assertTrue(failures.isEmpty(), String.join("\n", failures));
  }

  private static void report(String level, MathFunction function, Worst worst) {
    if (Boolean.getBoolean("sinter.table")) {
      System.out.printf("%-5s %-6s %-4s %s%n", level, function.name(), function.element(), worst);
    }
  }

  private record Worst(double ulps, double x, double y, double found, double expected) {}

  private static Worst single(NativeMath math, MathFunction function) {
    DoubleBinaryOperator reference = Reference.ALL.get(function.name());
    double[][] inputs = inputs(function.name(), true);
    float[] x = floats(inputs[0]);
    float[] y = floats(inputs[1]);
    float[] found = math.floats(function, x, y);
    Worst worst = new Worst(0, 0, 0, 0, 0);
    for (int i = 0; i < x.length; i++) {
      double expected = reference.applyAsDouble(x[i], y[i]);
      double ulp = Math.ulp(Math.min((float) Math.abs(expected), Float.MAX_VALUE));
      ulp = Math.max(ulp, LEAST.getOrDefault(function.name(), 0.0));
      double error = error(found[i], (float) expected, expected, ulp);
      if (!(error <= worst.ulps)) {
        worst = new Worst(error, x[i], y[i], found[i], expected);
      }
    }
    return worst;
  }

  private static Worst twice(NativeMath math, MathFunction function) {
    DoubleBinaryOperator reference = Reference.ALL.get(function.name());
    boolean isErf = function.name().equals("erf");
    double[][] inputs = inputs(function.name(), false);
    int step = isErf ? 64 : 1;
    double[] found = math.doubles(function, inputs[0], inputs[1]);
    Worst worst = new Worst(0, 0, 0, 0, 0);
    for (int i = 0; i < found.length; i += step) {
      double x = inputs[0][i];
      boolean isExact = isErf && Math.abs(x) > 1e-10 && Math.abs(x) < 6;
      double expected = isExact ? Reference.exactErf(x) : reference.applyAsDouble(x, inputs[1][i]);
      double least = LEAST.getOrDefault(function.name(), 0.0) * 0x1p-29;
      double ulp = Math.max(Math.ulp(expected), least);
      double error = error(found[i], expected, expected, ulp);
      if (!(error <= worst.ulps)) {
        worst = new Worst(error, x, inputs[1][i], found[i], expected);
      }
    }
    return worst;
  }

  /** 0 for the same special value, infinite for a different one. */
  private static double error(double found, double rounded, double expected, double ulp) {
    if (Double.isNaN(rounded) || Double.isInfinite(rounded) || rounded == 0) {
      boolean isSame = Double.doubleToLongBits(found) == Double.doubleToLongBits(rounded);
      boolean isLast = found != 0 && Math.abs(found - expected) <= ulp;
      return isSame ? 0 : isLast ? 1 : Double.POSITIVE_INFINITY;
    }
    return Math.abs(found - expected) / ulp;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** A third all bit patterns, a third near one, a third within 100, then special values. */
  private static double[][] inputs(String name, boolean isSingle) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    double[][] inputs = new double[2][POINTS];
    for (int i = 0; i < POINTS; i++) {
      for (int k = 0; k < 2; k++) {
        inputs[k][i] =
            switch (i % 3) {
              case 0 ->
                  isSingle
                      ? Float.intBitsToFloat(random.nextInt())
                      : Double.longBitsToDouble(random.nextLong());
              case 1 -> random.nextDouble(-3, 3);
              default -> random.nextDouble(-100, 100);
            };
      }
    }
    for (int i = 0; i < SPECIAL.length * SPECIAL.length; i++) {
      inputs[0][i] = SPECIAL[i / SPECIAL.length];
      inputs[1][i] = SPECIAL[i % SPECIAL.length];
    }
    return inputs;
  }

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    2,
    -2,
    3,
    -3,
    0.5,
    -0.5,
    2.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    88.7,
    -103.9,
    0x1p24,
    0x1p25 + 1,
    Float.MIN_NORMAL,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    709.7,
    -745,
    1e22
  };
}
