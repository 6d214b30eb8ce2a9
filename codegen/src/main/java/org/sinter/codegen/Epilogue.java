package org.sinter.codegen;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.kernel.Stmt;

/**
 * Finds loops that compute expensive functions and have no memory of their own, as the loop over
 * the elements of a finished product. The functions' many constants must not take the registers of
 * the loops before: LLVM would carry them through and spill the sums instead.
 */
final class Epilogue implements Stmt.Visitor<Boolean> {
  private static final int EXPENSIVE = 8;

  private boolean allocates;

  private Epilogue() {}

  static boolean is(Stmt.For loop) {
    Epilogue epilogue = new Epilogue();
    return loop.body().accept(epilogue) && !epilogue.allocates;
  }

  /** Says that all vector registers are overwritten: constants are loaded again behind it. */
  static String clear(CpuLevel level) {
    String name = level.name().startsWith("neon") ? "v" : "xmm";
    return IntStream.range(0, level.registers())
        .mapToObj(i -> "~{" + name + i + "}")
        .collect(Collectors.joining(",", "call void asm sideeffect \"\", \"", "\"()"));
  }

  @Override
  public Boolean loop(Stmt.For s) {
    return s.body().accept(this);
  }

  @Override
  public Boolean let(Stmt.Let s) {
    return s.body().accept(this);
  }

  @Override
  public Boolean store(Stmt.Store s) {
    return Cost.of(s.value()) >= EXPENSIVE;
  }

  @Override
  public Boolean block(Stmt.Block s) {
    boolean expensive = false;
    for (Stmt part : s.body()) {
      expensive |= part.accept(this);
    }
    return expensive;
  }

  @Override
  public Boolean branch(Stmt.If s) {
    return s.then().accept(this) | s.otherwise().accept(this);
  }

  @Override
  public Boolean alloc(Stmt.Alloc s) {
    allocates = true;
    return s.body().accept(this);
  }

  @Override
  public Boolean check(Stmt.Check s) {
    return false;
  }

  @Override
  public Boolean measure(Stmt.Measure s) {
    return false;
  }

  @Override
  public Boolean prefetch(Stmt.Prefetch s) {
    return false;
  }
}
