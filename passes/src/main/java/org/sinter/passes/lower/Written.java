package org.sinter.passes.lower;

import java.util.List;
import java.util.function.Function;
import org.sinter.ir.Node;
import org.sinter.ir.Value;
import org.sinter.ir.kernel.Binary;
import org.sinter.ir.kernel.Cast;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Dot;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Load;
import org.sinter.ir.kernel.Reinterpret;
import org.sinter.ir.kernel.Select;
import org.sinter.ir.kernel.Size;
import org.sinter.ir.kernel.Unary;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.op.Primitive;

/**
 * How large and deep a value's expression is, about, when its inputs that lie not in memory are
 * written out in it: {@code add(y, y)} is twice as large as {@code y}.
 */
record Written(long size, int depth) {
  static final Written LOAD = new Written(1, 0);
  private static final long LARGEST = 20_000;
  private static final int DEEPEST = 100;
  private static final long CAP = 1L << 31;

  static Written of(Node node, Function<Value, Written> inputs) {
    Expr value = ((Primitive) node.op()).compute(Inliner.types(node)).value();
    int depth = node.inputs().stream().mapToInt(v -> inputs.apply(v).depth()).max().orElse(0);
    return new Written(value.accept(new Measure(node.inputs(), inputs)), depth + 1);
  }

  /** Whether kernels of it would be slow to compile, or too deep to walk. */
  boolean isTooLarge() {
    return size > LARGEST || depth > DEEPEST;
  }

  /**
   * Counts expressions; what is read at a place made of n expressions is as often n times as large.
   */
  private record Measure(List<Value> inputs, Function<Value, Written> written)
      implements Expr.Visitor<Long> {
    private long sum(List<? extends Expr> parts) {
      long sum = 0;
      for (Expr part : parts) {
        sum += part.accept(this);
      }
      return sum;
    }

    private long more(Expr... parts) {
      return Math.min(CAP, 1 + sum(List.of(parts)));
    }

    @Override
    public Long load(Load e) {
      long factor = Math.max(1, sum(e.indices()) / Math.max(1, e.indices().size()));
      long size = written.apply(inputs.get(Inliner.inputIndex(e.buffer()))).size();
      return Math.min(CAP, Math.min(CAP, factor) * size);
    }

    @Override
    public Long constant(Const e) {
      return 1L;
    }

    @Override
    public Long variable(Var e) {
      return 1L;
    }

    @Override
    public Long size(Size e) {
      return 1L;
    }

    @Override
    public Long unary(Unary e) {
      return more(e.value());
    }

    @Override
    public Long binary(Binary e) {
      return more(e.a(), e.b());
    }

    @Override
    public Long select(Select e) {
      return more(e.condition(), e.a(), e.b());
    }

    @Override
    public Long cast(Cast e) {
      return more(e.value());
    }

    @Override
    public Long reinterpret(Reinterpret e) {
      return more(e.value());
    }

    @Override
    public Long dot(Dot e) {
      return more(e.parts().toArray(Expr[]::new));
    }
  }
}
