package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.sinter.ir.DType;
import org.sinter.ir.Dim;
import org.sinter.ir.TensorType;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Select;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;

/** Kernels that only need to be well typed: every kind of statement and expression. */
final class RandomKernel {
  private static final double[] REALS = {0.0, -0.0, 1.5, -2.0, 1e-12, 0.1, 1e30, 1.0 / 0, 0.0 / 0};
  private static final String[] NAMES = {"i", "j", "k", "n", "if", "a b", "inf", "size"};

  private final Random random;
  private final List<Buffer> buffers = new ArrayList<>();
  private final List<Var> variables = new ArrayList<>();

  RandomKernel(long seed) {
    random = new Random(seed);
  }

  Kernel kernel() {
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      buffers.add(buffer("b" + i));
    }
    List<Buffer> all = List.copyOf(buffers);
    return new Kernel(
        "random-" + random.nextInt(9), all, random.nextInt(all.size() + 1), statement(4));
  }

  private Buffer buffer(String name) {
    List<Dim> dims = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      dims.add(pick(Dim.of(8), symbol(), symbol().times(2).plus(1), symbol().min(Dim.of(9))));
    }
    return new Buffer(name, new TensorType(pick(DType.values()), dims));
  }

  private Dim symbol() {
    return pick(Dim.symbol("n"), Dim.symbol("m n"), Dim.symbolFromZero("past"));
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Stmt statement(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 3)) {
      case 0 ->
          new Stmt.Check(expression(DType.BOOL, 2), pick("late", "a \"quoted\"\n\\ text", ""));
      case 1 -> new Stmt.Measure(pick("n", "m n"), expression(DType.I64, 2));
      case 2, 3 -> store();
      case 4 -> loop(depth);
      case 5 -> new Stmt.If(expression(DType.BOOL, 2), statement(depth - 1), block(depth));
      case 6 -> alloc(depth);
      default -> block(depth);
    };
  }

  private Stmt block(int depth) {
    List<Stmt> body = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      body.add(statement(depth - 1));
    }
    return new Stmt.Block(body);
  }

  private Stmt loop(int depth) {
    Stmt.Kind kind = pick(Stmt.Kind.values());
    boolean free = kind == Stmt.Kind.SERIAL || kind == Stmt.Kind.PARALLEL;
    Expr extent = free ? expression(DType.I64, 2) : Expr.index(8);
    Var variable = new Var(pick(NAMES));
    variables.add(variable);
    Stmt body = statement(depth - 1);
    variables.remove(variables.size() - 1);
    return new Stmt.For(variable, extent, kind, body);
  }

  private Stmt alloc(int depth) {
    Buffer buffer = buffer("t" + depth);
    buffers.add(buffer);
    Stmt body = statement(depth - 1);
    buffers.remove(buffer);
    return new Stmt.Alloc(buffer, body);
  }

  private Stmt store() {
    Buffer buffer = buffers.get(random.nextInt(buffers.size()));
    return new Stmt.Store(buffer, indices(buffer, 2), expression(buffer.dtype(), 4));
  }

  private List<Expr> indices(Buffer buffer, int depth) {
    return buffer.type().dims().stream().map(d -> expression(DType.I64, depth)).toList();
  }

  private Expr expression(DType type, int depth) {
    int choice = depth > 0 ? random.nextInt(9) : random.nextInt(2);
    if (choice < 2) {
      return leaf(type);
    }
    if (choice == 2) {
      return new Unary(pick(Unary.Function.values()), expression(type, depth - 1));
    }
    if (choice == 3) {
      Expr condition = expression(DType.BOOL, depth - 1);
      return new Select(condition, expression(type, depth - 1), expression(type, depth - 1));
    }
    if (choice == 4) {
      return new Cast(type, random.nextBoolean(), expression(pick(DType.values()), depth - 1));
    }
    if (choice == 5) {
      DType from = pick(DType.values());
      Expr value = expression(from, depth - 1);
      return from.bits() == type.bits() ? new Reinterpret(type, value) : leaf(type);
    }
    return binary(type, depth);
  }

  private Expr binary(DType type, int depth) {
    Binary.Function function = pick(Binary.Function.values());
    if (function.isComparison()) {
      DType of = pick(DType.values());
      Expr compared = new Binary(function, expression(of, depth - 1), expression(of, depth - 1));
      return type == DType.BOOL ? compared : leaf(type);
    }
    return new Binary(function, expression(type, depth - 1), expression(type, depth - 1));
  }

  private Expr leaf(DType type) {
    if (type == DType.I64 && random.nextBoolean()) {
      boolean variable = !variables.isEmpty() && random.nextBoolean();
      return variable
          ? variables.get(random.nextInt(variables.size()))
          : new Size(pick(symbol(), symbol().times(4), Dim.symbol("i"), Dim.symbol("elsewhere")));
    }
    List<Buffer> typed = buffers.stream().filter(b -> b.dtype() == type).toList();
    if (!typed.isEmpty() && random.nextBoolean()) {
      Buffer buffer = typed.get(random.nextInt(typed.size()));
      return new Load(buffer, indices(buffer, 0));
    }
    return new Const(type, type.isFloat() ? (Number) REALS[random.nextInt(9)] : integer());
  }

  private Number integer() {
    return pick(0L, 1L, -1L, 7L, Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
