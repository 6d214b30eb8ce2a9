package org.sinter.codegen;

import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;

/** Program → the text of an LLVM module for one CPU level: all kernels once, and the entry. */
public final class LevelModule {
  private static final String DECLARED =
      """
      declare void @sinter_parallel(ptr, ptr, ptr, i64, i64)
      declare void @sinter_mark(ptr, i64)

      """;

  private LevelModule() {}

  public static String emit(Program program, CpuLevel level) {
    return emit(program, ProgramLayout.of(program), level);
  }

  /** {@code layout} is the program's, computed once for all levels. */
  public static String emit(Program program, ProgramLayout layout, CpuLevel level) {
    Declarations declarations = new Declarations();
    StringBuilder text = new StringBuilder(DECLARED);
    for (Kernel kernel : program.kernels()) {
      text.append(new KernelFunction(kernel, level, declarations, layout.checkNumbers()).text());
    }
    text.append(new EntryFunction(program, layout, level, declarations).text());
    return text.append(declarations.text(level)).toString();
  }
}
