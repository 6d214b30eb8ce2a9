package org.sinter.codegen;

import java.util.List;
import org.sinter.ir.kernel.Const;
import org.sinter.ir.kernel.Stmt;

/** Writes the instructions of statements. */
record Statements(Context context, Scope scope, boolean cleared) implements Stmt.Visitor<Void> {
  private static final int MAX_UNROLLED = 1 << 16;

  Statements(Context context, Scope scope) {
    this(context, scope, false);
  }

  Statements in(Scope inner) {
    return new Statements(context, inner, cleared);
  }

  private Body body() {
    return context.body();
  }

  private Expressions expressions() {
    return new Expressions(context, scope);
  }

  @Override
  public Void loop(Stmt.For s) {
    switch (s.kind()) {
      case SERIAL ->
          cleared(s).serial(s, Operand.ZERO, expressions().uniform(s.extent(), "a loop's extent"));
      case UNROLLED -> unrolled(s);
      case VECTOR -> vector(s);
      default ->
          throw new IllegalStateException(
              "the parallel loop over " + s.variable().name() + " is not a kernel's outermost");
    }
    return null;
  }

  /** With all registers free where a loop of expensive functions begins. */
  private Statements cleared(Stmt.For s) {
    if (cleared || !Epilogue.is(s)) {
      return this;
    }
    body().line(Epilogue.clear(context.level()));
    return new Statements(context, scope, true);
  }

  /** {@code for i = begin; i < end; i++}. */
  void serial(Stmt.For s, Operand begin, Operand end) {
    if (begin.isLiteral() && end.isLiteral() && end.value() - begin.value() <= 1) {
      unrolled(s, end.value() - begin.value());
      return;
    }
    String head = body().label("head");
    String inside = body().label("loop");
    String latch = body().label("latch");
    String exit = body().label("exit");
    String before = body().block();
    body().jump(head);
    body().start(head);
    String next = "%" + body().label("next");
    Operand i =
        body()
            .assign(
                "i64",
                1,
                "phi i64 [ %s, %%%s ], [ %s, %%%s ]".formatted(begin.text(), before, next, latch));
    body().branch(body().compare("slt", i, end), inside, exit);
    body().start(inside);
    s.body().accept(in(scope.bind(s.variable(), i)));
    body().jump(latch);
    body().start(latch);
    body().line(next + " = add nuw nsw i64 " + i.text() + ", 1");
    body().jump(head);
    body().start(exit);
  }

  @Override
  public Void let(Stmt.Let s) {
    Operand value = expressions().uniform(s.value(), "a named index");
    return s.body().accept(in(scope.bind(s.variable(), value)));
  }

  private static long constant(Stmt.For s) {
    if (s.extent() instanceof Const c && c.value().longValue() <= MAX_UNROLLED) {
      return c.value().longValue();
    }
    throw new IllegalStateException(
        "the " + s.kind() + " loop over " + s.variable().name() + " has extent " + s.extent());
  }

  private void unrolled(Stmt.For s) {
    unrolled(s, constant(s));
  }

  private void unrolled(Stmt.For s, long count) {
    for (long i = 0; i < count; i++) {
      s.body().accept(in(scope.bind(s.variable(), Operand.index(i))));
    }
  }

  private void vector(Stmt.For s) {
    if (scope.lanes() != null) {
      throw new IllegalStateException(
          "the vector loop over " + s.variable().name() + " is inside another one");
    }
    int count = (int) constant(s);
    if (count <= 1) {
      unrolled(s, count);
    } else {
      s.body().accept(in(scope.vector(new Lanes(s.variable(), count))));
    }
  }

  @Override
  public Void store(Stmt.Store s) {
    Expressions expressions = expressions();
    Operand value = expressions.of(s.value());
    Access access = Access.of(expressions, s.buffer(), s.indices());
    expressions.transfer(access).store(value);
    return null;
  }

  @Override
  public Void block(Stmt.Block s) {
    s.body().forEach(part -> part.accept(this));
    return null;
  }

  @Override
  public Void branch(Stmt.If s) {
    if (scope.lanes() != null && scope.mask() == null) {
      Operand whole = Tail.allLanes(expressions(), s.condition());
      if (whole != null) {
        tail(whole, s);
        return null;
      }
    }
    return masked(s);
  }

  /** Most often all lanes are inside: then nothing is masked. */
  private void tail(Operand whole, Stmt.If s) {
    String all = body().label("whole");
    String part = body().label("part");
    String join = body().label("join");
    body().branch(whole, all, part);
    body().start(all);
    s.then().accept(this);
    body().jump(join);
    body().start(part);
    masked(s);
    body().jump(join);
    body().start(join);
  }

  private Void masked(Stmt.If s) {
    Operand condition = expressions().of(s.condition());
    if (condition.lanes() == 1 && condition.isLiteral()) {
      return (condition.equals(Operand.TRUE) ? s.then() : s.otherwise()).accept(this);
    }
    if (condition.lanes() == 1) {
      when(condition, s.then(), s.otherwise(), scope, scope);
      return null;
    }
    Operand not = body().not(condition);
    lanesWhere(condition, s.then());
    lanesWhere(not, s.otherwise());
    return null;
  }

  private void lanesWhere(Operand chosen, Stmt part) {
    if (!isEmpty(part)) {
      Operand outer = scope.mask();
      Operand active = outer == null ? chosen : body().binary("and", outer, chosen);
      when(body().any(active), part, new Stmt.Block(List.of()), scope.masked(active), scope);
    }
  }

  private void when(Operand condition, Stmt then, Stmt otherwise, Scope inThen, Scope inElse) {
    String thenLabel = body().label("then");
    String join = body().label("join");
    String elseLabel = isEmpty(otherwise) ? join : body().label("else");
    body().branch(condition, thenLabel, elseLabel);
    body().start(thenLabel);
    then.accept(in(inThen));
    body().jump(join);
    if (!elseLabel.equals(join)) {
      body().start(elseLabel);
      otherwise.accept(in(inElse));
      body().jump(join);
    }
    body().start(join);
  }

  private static boolean isEmpty(Stmt s) {
    return s instanceof Stmt.Block b && b.body().isEmpty();
  }

  @Override
  public Void alloc(Stmt.Alloc s) {
    Locals.Local local = context.locals().get(s.buffer());
    if (local.copies() > 1) {
      scope.lanes().copy(s.buffer());
    }
    String pointer = "%" + local.register();
    Storage storage =
        Storage.of(s.buffer(), pointer, local.copies(), context.first(), context.dims());
    return s.body().accept(in(scope.bind(s.buffer(), storage)));
  }

  @Override
  public Void check(Stmt.Check s) {
    Operand failed = body().not(expressions().of(s.condition()));
    if (scope.mask() != null) {
      failed = body().binary("and", scope.mask(), failed);
    }
    String fail = body().label("fail");
    String passed = body().label("passed");
    body().branch(body().any(failed), fail, passed);
    body().start(fail);
    CallBlock.fail(body(), context.checks().get(s.message()));
    body().line("ret void");
    body().start(passed);
    return null;
  }

  @Override
  public Void measure(Stmt.Measure s) {
    Operand value = expressions().uniform(s.value(), "a measured symbol");
    CallBlock.measure(body(), context.measured().get(s.symbol()), value);
    return null;
  }

  /** The address may lie outside the buffer: plain arithmetic, without {@code inbounds}. */
  @Override
  public Void prefetch(Stmt.Prefetch s) {
    Access access = Access.of(expressions(), s.buffer(), s.indices());
    String element = Operand.memory(access.storage().type());
    Operand address =
        body()
            .assign(
                "ptr",
                1,
                "getelementptr %s, ptr %s, %s"
                    .formatted(element, access.storage().pointer(), access.offset().typed()));
    body().line("call void @llvm.prefetch.p0(" + address.typed() + ", i32 0, i32 3, i32 1)");
    return null;
  }
}
