package org.sinter.ir.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sinter.ir.DType;
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

/** Text of expressions: infix arithmetic and comparisons, functions for the rest. */
final class ExprText implements Expr.Visitor<ExprText.Piece> {
  /** Text and how tightly it binds: 0 comparison, 1 sum, 2 product, 3 anything else. */
  record Piece(String text, int level) {
    String at(int least) {
      return level < least ? "(" + text + ")" : text;
    }
  }

  private final Set<String> symbols;
  private final Set<String> variables;

  /**
   * @param symbols what the buffers' types declare
   * @param variables the loop variables around the expression, which hide symbols
   */
  ExprText(Set<String> symbols, Set<String> variables) {
    this.symbols = symbols;
    this.variables = variables;
  }

  String print(Expr e, int level) {
    return e.accept(this).at(level);
  }

  @Override
  public Piece constant(Const e) {
    String value =
        e.type().isFloat()
            ? Numbers.real(e.value().doubleValue())
            : Numbers.element(e.type(), e.value().longValue());
    boolean plain =
        e.type() == DType.F32
            || e.type() == DType.I64
            || (e.type() == DType.BOOL && !Character.isDigit(value.charAt(value.length() - 1)));
    return new Piece(plain ? value : e.type() + "(" + value + ")", 3);
  }

  @Override
  public Piece variable(Var e) {
    return new Piece(Names.name(e.name()), 3);
  }

  @Override
  public Piece size(Size e) {
    String name = e.dim().symbolName();
    boolean bare = name != null && symbols.contains(name) && !variables.contains(name);
    return new Piece(bare ? Names.name(name) : "size(" + Types.print(e.dim()) + ")", 3);
  }

  @Override
  public Piece load(Load e) {
    String at = e.indices().stream().map(i -> print(i, 0)).collect(Collectors.joining(", "));
    return new Piece(Names.name(e.buffer().name()) + "[" + at + "]", 3);
  }

  @Override
  public Piece unary(Unary e) {
    return call(name(e.function()), e.value());
  }

  @Override
  public Piece binary(Binary e) {
    return switch (e.function()) {
      case ADD -> infix(e, " + ", 1, 2);
      case SUB -> infix(e, " - ", 1, 2);
      case MUL -> infix(e, " * ", 2, 3);
      case DIV -> infix(e, " / ", 2, 3);
      case EQ -> comparison(e, " == ");
      case LT -> comparison(e, " < ");
      case LE -> comparison(e, " <= ");
      default -> call(name(e.function()), e.a(), e.b());
    };
  }

  private Piece infix(Binary e, String sign, int level, int right) {
    return new Piece(print(e.a(), level) + sign + print(e.b(), right), level);
  }

  private Piece comparison(Binary e, String sign) {
    return new Piece(print(e.a(), 1) + sign + print(e.b(), 1), 0);
  }

  @Override
  public Piece select(Select e) {
    return call("select", e.condition(), e.a(), e.b());
  }

  @Override
  public Piece cast(Cast e) {
    String unsaturated = e.saturate() ? "" : ", false";
    return new Piece("cast(" + e.type() + ", " + print(e.value(), 0) + unsaturated + ")", 3);
  }

  @Override
  public Piece reinterpret(Reinterpret e) {
    return new Piece("reinterpret(" + e.type() + ", " + print(e.value(), 0) + ")", 3);
  }

  @Override
  public Piece dot(Dot e) {
    List<Expr> arguments = new ArrayList<>(List.of(Expr.index(e.count())));
    arguments.addAll(e.parts());
    if (e.shift() != 0) {
      arguments.add(Expr.index(e.shift()));
    }
    return call("dot", arguments.toArray(Expr[]::new));
  }

  private Piece call(String function, Expr... arguments) {
    String text = Stream.of(arguments).map(a -> print(a, 0)).collect(Collectors.joining(", "));
    return new Piece(function + "(" + text + ")", 3);
  }

  private static String name(Enum<?> function) {
    return Names.constant(function).replace('-', '_');
  }
}
