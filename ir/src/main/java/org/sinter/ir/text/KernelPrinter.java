package org.sinter.ir.text;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.sinter.ir.Symbols;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;

/** Text of a kernel, the same for equal kernels: one line for each statement. */
public final class KernelPrinter implements Stmt.Visitor<Void> {
  private final StringBuilder text = new StringBuilder();
  private final Set<String> variables = new HashSet<>();
  private final ExprText expressions;
  private String indent;

  private KernelPrinter(Set<String> symbols, String indent) {
    this.expressions = new ExprText(symbols, variables);
    this.indent = indent;
  }

  public static String print(Kernel kernel) {
    return print(kernel, "") + "\n";
  }

  static String print(Kernel kernel, String indent) {
    Set<String> symbols = new HashSet<>();
    kernel.buffers().forEach(b -> b.type().dims().forEach(d -> symbols.addAll(d.symbols())));
    KernelPrinter printer = new KernelPrinter(symbols, indent);
    printer.text.append("kernel ").append(header(kernel));
    printer.braces(kernel.body());
    return printer.text.toString();
  }

  private static String header(Kernel kernel) {
    int inputs = kernel.buffers().size() - kernel.outputs();
    String where = SymbolsText.print(Symbols.NONE, KernelSymbols.fromZero(kernel));
    return Names.title(kernel.name())
        + buffers(kernel.buffers().subList(0, inputs))
        + " -> "
        + buffers(kernel.buffers().subList(inputs, kernel.buffers().size()))
        + where;
  }

  private static String buffers(List<Buffer> buffers) {
    return buffers.stream().map(KernelPrinter::buffer).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String buffer(Buffer buffer) {
    return Names.name(buffer.name()) + ": " + Types.print(buffer.type());
  }

  /** The body of a statement; only a block of one statement is written as a block of its own. */
  private void braces(Stmt body) {
    text.append(" {");
    String outer = indent;
    indent += "  ";
    if (body instanceof Stmt.Block block && block.body().size() != 1) {
      block.body().forEach(this::line);
    } else {
      line(body);
    }
    indent = outer;
    text.append("\n").append(indent).append("}");
  }

  /** The body of a statement that names a variable. */
  private Void braces(Var variable, Stmt body) {
    boolean added = variables.add(variable.name());
    braces(body);
    if (added) {
      variables.remove(variable.name());
    }
    return null;
  }

  private void line(Stmt statement) {
    text.append("\n").append(indent);
    statement.accept(this);
  }

  private String print(Expr e) {
    return expressions.print(e, 0);
  }

  @Override
  public Void loop(Stmt.For s) {
    text.append(Names.constant(s.kind())).append(" ").append(Names.name(s.variable().name()));
    text.append(" < ").append(expressions.print(s.extent(), 1));
    return braces(s.variable(), s.body());
  }

  @Override
  public Void store(Stmt.Store s) {
    text.append(place(s.buffer(), s.indices())).append(" = ").append(print(s.value()));
    return null;
  }

  private String place(Buffer buffer, List<Expr> indices) {
    String at = indices.stream().map(this::print).collect(Collectors.joining(", ", "[", "]"));
    return Names.name(buffer.name()) + at;
  }

  @Override
  public Void block(Stmt.Block s) {
    text.append("{");
    String outer = indent;
    indent += "  ";
    s.body().forEach(this::line);
    indent = outer;
    text.append("\n").append(indent).append("}");
    return null;
  }

  @Override
  public Void branch(Stmt.If s) {
    text.append("if ").append(print(s.condition()));
    braces(s.then());
    if (!(s.otherwise() instanceof Stmt.Block block && block.body().isEmpty())) {
      text.append(" else");
      braces(s.otherwise());
    }
    return null;
  }

  @Override
  public Void alloc(Stmt.Alloc s) {
    text.append("alloc ").append(buffer(s.buffer()));
    braces(s.body());
    return null;
  }

  @Override
  public Void check(Stmt.Check s) {
    text.append("check ").append(print(s.condition())).append(", ");
    text.append(Names.string(s.message()));
    return null;
  }

  @Override
  public Void measure(Stmt.Measure s) {
    text.append("measure ").append(Names.name(s.symbol())).append(" = ").append(print(s.value()));
    return null;
  }

  @Override
  public Void prefetch(Stmt.Prefetch s) {
    text.append("prefetch ").append(place(s.buffer(), s.indices()));
    return null;
  }

  @Override
  public Void let(Stmt.Let s) {
    text.append("let ").append(Names.name(s.variable().name()));
    text.append(" = ").append(print(s.value()));
    return braces(s.variable(), s.body());
  }
}
