package org.sinter.frontend.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sinter.frontend.text.IrParser.AllocContext;
import org.sinter.frontend.text.IrParser.BlockContext;
import org.sinter.frontend.text.IrParser.BranchContext;
import org.sinter.frontend.text.IrParser.BufferContext;
import org.sinter.frontend.text.IrParser.BuffersContext;
import org.sinter.frontend.text.IrParser.CheckContext;
import org.sinter.frontend.text.IrParser.KernelContext;
import org.sinter.frontend.text.IrParser.LetContext;
import org.sinter.frontend.text.IrParser.LoopContext;
import org.sinter.frontend.text.IrParser.MeasureContext;
import org.sinter.frontend.text.IrParser.NestedContext;
import org.sinter.frontend.text.IrParser.PrefetchContext;
import org.sinter.frontend.text.IrParser.StatementContext;
import org.sinter.frontend.text.IrParser.StoreContext;
import org.sinter.ir.DType;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Expr;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Stmt;
import org.sinter.ir.kernel.Var;
import org.sinter.ir.text.Names;

/** One kernel of a parse tree; goes on after faulty statements. */
final class KernelReader {
  private final SourceText source;
  private final SymbolScope symbols = new SymbolScope();
  private final DimReader dims = new DimReader(symbols);
  private final TypeReader types = new TypeReader(dims);
  private final KernelScope scope = new KernelScope(symbols);
  private final ExpressionReader expressions = new ExpressionReader(scope, dims);

  KernelReader(SourceText source) {
    this.source = source;
  }

  Kernel read(KernelContext kernel) {
    new KnowledgeReader(symbols, dims).declare(kernel.knowledge());
    List<Buffer> buffers = new ArrayList<>(enter(kernel.inputs));
    List<Buffer> outputs = enter(kernel.outputs);
    buffers.addAll(outputs);
    Stmt body = body(kernel.block());
    source.finish();
    return new Kernel(Literals.title(kernel.title()), buffers, outputs.size(), body);
  }

  private List<Buffer> enter(BuffersContext buffers) {
    return buffers == null ? List.of() : buffers.buffer().stream().map(this::enter).toList();
  }

  private Buffer enter(BufferContext buffer) {
    Buffer read = new Buffer(Literals.name(buffer.name()), types.type(buffer.type()));
    scope.enter(buffer.name(), read);
    return read;
  }

  private Stmt body(BlockContext block) {
    return Stmt.block(statements(block));
  }

  /** A block that sees a variable. */
  private Stmt body(Var variable, BlockContext block) {
    boolean entered = scope.enter(variable);
    Stmt body = body(block);
    if (entered) {
      scope.leave(variable);
    }
    return body;
  }

  private List<Stmt> statements(BlockContext block) {
    List<Stmt> statements = new ArrayList<>();
    for (StatementContext statement : block.statement()) {
      try {
        statements.add(statement(statement));
      } catch (Fault fault) {
        source.report(fault.at(), fault.getMessage());
      }
    }
    return statements;
  }

  private Stmt statement(StatementContext statement) {
    if (statement instanceof LoopContext loop) {
      return loop(loop);
    }
    if (statement instanceof StoreContext store) {
      return store(store);
    }
    if (statement instanceof BranchContext branch) {
      Expr condition = expressions.read(branch.expression(), DType.BOOL);
      Stmt then = body(branch.block(0));
      Stmt none = new Stmt.Block(List.of());
      return new Stmt.If(condition, then, branch.block().size() > 1 ? body(branch.block(1)) : none);
    }
    if (statement instanceof AllocContext alloc) {
      return alloc(alloc);
    }
    if (statement instanceof LetContext let) {
      return let(let);
    }
    if (statement instanceof PrefetchContext prefetch) {
      List<Expr> at = expressions.indices(prefetch.arguments(), 0);
      return new Stmt.Prefetch(scope.buffer(prefetch.name()), at);
    }
    if (statement instanceof CheckContext check) {
      Expr condition = expressions.read(check.expression(), DType.BOOL);
      return new Stmt.Check(condition, Names.unquote(check.STRING().getText()));
    }
    if (statement instanceof MeasureContext measure) {
      Expr value = expressions.read(measure.expression(), DType.I64);
      return new Stmt.Measure(Literals.name(measure.name()), value);
    }
    return new Stmt.Block(statements(((NestedContext) statement).block()));
  }

  private Stmt loop(LoopContext loop) {
    Stmt.Kind kind = Stmt.Kind.valueOf(loop.loopKind().getText().toUpperCase(Locale.ROOT));
    Expr extent = expressions.index(loop.sum());
    boolean constant = kind == Stmt.Kind.VECTOR || kind == Stmt.Kind.UNROLLED;
    if (constant && !(extent instanceof Const)) {
      throw new Fault(loop.sum().getStart(), "the extent of this kind of loop is a constant");
    }
    Var variable = new Var(Literals.name(loop.name()));
    Stmt body = body(variable, loop.block());
    return new Stmt.For(variable, extent, kind, body);
  }

  private Stmt let(LetContext let) {
    Expr value = expressions.read(let.expression(), DType.I64);
    Var variable = new Var(Literals.name(let.name()));
    Stmt body = body(variable, let.block());
    return new Stmt.Let(variable, value, body);
  }

  private Stmt alloc(AllocContext alloc) {
    Buffer buffer = enter(alloc.buffer());
    Stmt body = body(alloc.block());
    scope.leave(buffer);
    return new Stmt.Alloc(buffer, body);
  }

  private Stmt store(StoreContext store) {
    try {
      Expr value = expressions.read(store.expression());
      List<Expr> at = expressions.indices(store.arguments(), 0);
      return new Stmt.Store(scope.buffer(store.name()), at, value);
    } catch (IllegalArgumentException e) {
      throw new Fault(store.getStart(), e.getMessage());
    }
  }
}
