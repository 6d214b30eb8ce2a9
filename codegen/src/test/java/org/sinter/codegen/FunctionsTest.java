package org.sinter.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.sinter.ir.kernel.Binary.Function.AND;
import static org.sinter.ir.kernel.Binary.Function.LT;
import static org.sinter.ir.kernel.Binary.Function.MAX;
import static org.sinter.ir.kernel.Binary.Function.MIN;
import static org.sinter.ir.kernel.Binary.Function.MOD;
import static org.sinter.ir.kernel.Binary.Function.POW;
import static org.sinter.ir.kernel.Binary.Function.REM;
import static org.sinter.ir.kernel.Binary.Function.SHR;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.DType;
import org.sinter.ir.Tensor;
import org.sinter.ir.TensorType;
import org.sinter.ir.interp.KernelInterpreter;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/** Every function of every type, in scalars and vectors, on every level, as the interpreter. */
class FunctionsTest {
  private static final int LANES = 8;
  private static final int COUNT = 14 * LANES;
  private static final Var I = new Var("i");
  private static final Var V = new Var("v");

  private static Expr load(Buffer buffer, Expr index) {
    return new Load(buffer, List.of(index));
  }

  /** All results of one type pair in one kernel, twice: in scalars and in vectors. */
  private static Kernel kernel(DType type, List<BinaryOperator<Expr>> functions) {
    Buffer a = new Buffer("a", TensorType.of(type, COUNT));
    Buffer b = new Buffer("b", TensorType.of(type, COUNT));
    List<Buffer> buffers = new ArrayList<>(List.of(a, b));
    List<Stmt> scalars = new ArrayList<>();
    List<Stmt> vectors = new ArrayList<>();
    Expr at = I.times(Expr.index(LANES)).plus(V);
    for (int f = 0; f < 2 * functions.size(); f++) {
      boolean vector = f >= functions.size();
      Expr index = vector ? at : I;
      Expr value = functions.get(f % functions.size()).apply(load(a, index), load(b, index));
      Buffer out = new Buffer("out" + f, TensorType.of(value.type(), COUNT));
      buffers.add(out);
      (vector ? vectors : scalars).add(Stmt.store(out, List.of(index), value));
    }
    Stmt body =
        Stmt.block(
            Stmt.serial(I, Expr.index(COUNT), Stmt.block(scalars)),
            Stmt.serial(I, Expr.index(COUNT / LANES), Stmt.vector(V, LANES, Stmt.block(vectors))));
    return new Kernel("all", buffers, 2 * functions.size(), body);
  }

  private static Tensor input(DType type, Random random) {
    Tensor tensor = Tensor.allocate(type, COUNT);
    double[] reals = {0, -0.0, 1, -1, 0.5, 3, -2.5, 1e30, Double.NaN, 1.0 / 0, -1.0 / 0, 448, 7e4};
    long[] integers = {0, 1, -1, 2, 7, -8, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 33, 65};
    for (int i = 0; i < COUNT; i++) {
      boolean special = random.nextBoolean();
      if (type.isFloat()) {
        tensor.set(i, special ? reals[random.nextInt(reals.length)] : random.nextGaussian() * 3);
      } else {
        tensor.set(i, special ? integers[random.nextInt(integers.length)] : random.nextLong());
      }
    }
    return tensor;
  }

  private static List<BinaryOperator<Expr>> functions(DType type) {
    List<BinaryOperator<Expr>> functions = new ArrayList<>();
    for (Binary.Function f : Binary.Function.values()) {
      if (isTested(type, f)) {
        functions.add((a, b) -> new Binary(f, a, b));
      }
    }
    for (Unary.Function f : Unary.Function.values()) {
      if (isTested(type, f)) {
        functions.add((a, b) -> new Unary(f, a));
      }
    }
    for (double bound : type.isFloat() ? new double[] {0, -0.0, 1, Double.NaN} : new double[0]) {
      functions.add((a, b) -> new Binary(MAX, a, Expr.of(type, bound)));
      functions.add((a, b) -> new Binary(MIN, a, Expr.of(type, bound)));
    }
    functions.add((a, b) -> new Binary(LT, a, b).select(a, b));
    for (DType to : DType.values()) {
      functions.add((a, b) -> new Cast(to, true, a));
      if (type.isFloat() && type.bits() >= 32 && to.isInteger()) {
        functions.add((a, b) -> new Cast(to, true, new Unary(Unary.Function.ROUND, a)));
      }
      if (to.isFloat() && to.bits() == 8) {
        functions.add((a, b) -> new Cast(to, false, a));
      }
      if (to.bits() == type.bits()) {
        functions.add((a, b) -> new Reinterpret(to, a));
      }
    }
    return functions;
  }

  private static boolean isTested(DType type, Binary.Function f) {
    if (!type.isFloat()) {
      return true;
    }
    boolean bitwise = f.compareTo(AND) >= 0 && f.compareTo(SHR) <= 0;
    boolean slow = f == POW || f == REM || f == MOD;
    return !bitwise && !(slow && type.bits() < 32);
  }

  private static boolean isTested(DType type, Unary.Function f) {
    boolean logical = f == Unary.Function.NOT || f == Unary.Function.BIT_NOT;
    if (!type.isFloat()) {
      boolean real = f.compareTo(Unary.Function.SQRT) >= 0;
      return !real && !(f == Unary.Function.NOT && type != DType.BOOL);
    }
    return !logical && (type.bits() >= 32 || f.compareTo(Unary.Function.EXP) <= 0);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyFunctionIsTheInterpretersInScalarsAndVectors(DType type) {
    List<BinaryOperator<Expr>> functions = functions(type);
    Kernel kernel = kernel(type, functions);
    Random random = new Random(type.ordinal());
    List<Tensor> inputs = List.of(input(type, random), input(type, random));
    List<Tensor> expected = tensors(kernel, inputs);
    KernelInterpreter.run(kernel, expected, Map.of());
    for (CpuLevel level : levels(type)) {
      List<Tensor> found = tensors(kernel, inputs);
      Programs.run(kernel, level, found, Map.of());
      for (int f = 0; f < functions.size(); f++) {
        Buffer out = kernel.buffers().get(f + 2);
        String what = level + ": " + out + " = " + describe(type, functions.get(f));
        compare(what, inputs, expected.get(f + 2), found.get(f + 2));
        assertEquals(found.get(f + 2).bytes(), found.get(f + 2 + functions.size()).bytes(), what);
      }
    }
  }

  /** All levels for a few types, the best for the others: compiling takes the time. */
  private static List<CpuLevel> levels(DType type) {
    List<CpuLevel> all = NativeProgram.LEVELS;
    boolean everywhere =
        switch (type) {
          case F32, F16, F8E4M3FN, I64, I8, U32, BOOL -> true;
          default -> false;
        };
    return everywhere ? all : all.subList(all.size() - 1, all.size());
  }

  private static List<Tensor> tensors(Kernel kernel, List<Tensor> inputs) {
    List<Tensor> tensors = new ArrayList<>(inputs);
    for (Buffer out : kernel.buffers().subList(2, kernel.buffers().size())) {
      tensors.add(Tensor.allocate(out.dtype(), COUNT));
    }
    return tensors;
  }

  private static String describe(DType type, BinaryOperator<Expr> function) {
    Expr a = load(new Buffer("a", TensorType.of(type, COUNT)), I);
    return function.apply(a, load(new Buffer("b", TensorType.of(type, COUNT)), I)).toString();
  }

  /** Equal, or floats within a few units of the last place; near 0 a gelu is a difference. */
  private static void compare(String what, List<Tensor> inputs, Tensor expected, Tensor found) {
    double least = what.contains("function=GELU") ? 0.1 : 0;
    for (int i = 0; i < COUNT; i++) {
      String where = what + " of " + inputs.get(0).real(i) + ", " + inputs.get(1).real(i);
      if (expected.type().isFloat()) {
        double want = expected.real(i);
        double tolerance = expected.type() == DType.F64 ? 1e-14 : 1e-6;
        boolean close =
            Double.compare(want, found.real(i)) == 0
                || want == found.real(i)
                || Math.abs(want - found.real(i)) <= tolerance * Math.max(least, Math.abs(want));
        assertEquals(true, close, where + ": " + want + " and not " + found.real(i));
      } else {
        assertEquals(expected.integer(i), found.integer(i), where);
      }
    }
  }
}
