package org.sinter.ir.kernel;

import java.util.List;

/** What a kernel does. */
public sealed interface Stmt {
  <R> R accept(Visitor<R> visitor);

  /** One method for each kind of statement. */
  interface Visitor<R> {
    R loop(For s);

    R let(Let s);

    R store(Store s);

    R block(Block s);

    R branch(If s);

    R alloc(Alloc s);

    R check(Check s);

    R measure(Measure s);

    R prefetch(Prefetch s);
  }

  /**
   * {@code for variable in [0, extent) body}.
   *
   * <ul>
   *   <li>{@code PARALLEL}: iterations are independent; only the outermost loop of a kernel.
   *   <li>{@code VECTOR}: the variable runs over the lanes of vectors; the extent is constant and
   *       all iterations happen at once, statement by statement.
   *   <li>{@code UNROLLED}: the extent is constant and the body is written out.
   * </ul>
   */
  record For(Var variable, Expr extent, Kind kind, Stmt body) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.loop(this);
    }
  }

  /** How the iterations of a loop are carried out. */
  enum Kind {
    SERIAL,
    PARALLEL,
    VECTOR,
    UNROLLED
  }

  /** The body with {@code variable = value}, an index that is computed once. */
  record Let(Var variable, Expr value, Stmt body) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.let(this);
    }
  }

  /** {@code buffer[indices] = value}. */
  record Store(Buffer buffer, List<Expr> indices, Expr value) implements Stmt {
    public Store {
      indices = List.copyOf(indices);
      if (indices.size() != buffer.type().rank() || value.type() != buffer.dtype()) {
        throw new IllegalArgumentException("store of " + value.type() + " to " + buffer);
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.store(this);
    }
  }

  /** One after the other. */
  record Block(List<Stmt> body) implements Stmt {
    public Block {
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.block(this);
    }
  }

  /** {@code if condition then else otherwise}; {@code otherwise} may be an empty block. */
  record If(Expr condition, Stmt then, Stmt otherwise) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.branch(this);
    }
  }

  /**
   * Memory for the body, of undefined content. Constant shape and at most 16 KiB: registers or
   * stack; otherwise it lies in the worker's scratch memory.
   */
  record Alloc(Buffer buffer, Stmt body) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.alloc(this);
    }
  }

  /** Ends the whole run with {@code message} unless {@code condition} holds. */
  record Check(Expr condition, String message) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.check(this);
    }
  }

  /** Gives a measured symbol its value; later kernels and the outputs' shapes see it. */
  record Measure(String symbol, Expr value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.measure(this);
    }
  }

  /**
   * {@code buffer[indices]} will be read soon; nothing else happens, and the place may lie outside
   * the buffer.
   */
  record Prefetch(Buffer buffer, List<Expr> indices) implements Stmt {
    public Prefetch {
      indices = List.copyOf(indices);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.prefetch(this);
    }
  }

  static Stmt block(Stmt... body) {
    return body.length == 1 ? body[0] : new Block(List.of(body));
  }

  static Stmt block(List<Stmt> body) {
    return body.size() == 1 ? body.get(0) : new Block(body);
  }

  static Stmt serial(Var variable, Expr extent, Stmt body) {
    return new For(variable, extent, Kind.SERIAL, body);
  }

  static Stmt parallel(Var variable, Expr extent, Stmt body) {
    return new For(variable, extent, Kind.PARALLEL, body);
  }

  static Stmt let(Var variable, Expr value, Stmt body) {
    return new Let(variable, value, body);
  }

  static Stmt vector(Var variable, long lanes, Stmt body) {
    return new For(variable, Expr.index(lanes), Kind.VECTOR, body);
  }

  static Stmt unrolled(Var variable, long extent, Stmt body) {
    return new For(variable, Expr.index(extent), Kind.UNROLLED, body);
  }

  static Stmt store(Buffer buffer, List<? extends Expr> indices, Expr value) {
    return new Store(buffer, List.copyOf(indices), value);
  }

  static Stmt when(Expr condition, Stmt then) {
    return new If(condition, then, new Block(List.of()));
  }
}
