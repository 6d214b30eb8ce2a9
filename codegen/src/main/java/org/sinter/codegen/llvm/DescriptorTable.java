package org.sinter.codegen.llvm;

import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;

/** The table by which the runtime finds the entries of a library's CPU levels, as LLVM IR text. */
final class DescriptorTable {
  private static final int ABI = 3;
  private static final String LEVEL = "{ ptr, i64, ptr }";

  private DescriptorTable() {}

  /**
   * Levels, best first, each with the one whose code it runs → the constant {@code
   * sinter_descriptor} of {@code docs/abi.md}.
   */
  static String text(Map<CpuLevel, CpuLevel> shared) {
    StringBuilder text = new StringBuilder();
    List<CpuLevel> levels = List.copyOf(shared.keySet());
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < levels.size(); i++) {
      CpuLevel level = levels.get(i);
      int length = level.name().length() + 1;
      text.append(
          "@name%d = private unnamed_addr constant [%d x i8] c\"%s\\00\"%n"
              .formatted(i, length, level.name()));
      String entry = shared.get(level).entry();
      text.append(shared.get(level) == level ? "declare i32 @%s(ptr)%n".formatted(entry) : "");
      rows.append(i == 0 ? "" : ", ")
          .append(LEVEL)
          .append(" { ptr @name%d, i64 %d, ptr @%s }".formatted(i, level.bits(), entry));
    }
    String array = "[%d x %s]".formatted(levels.size(), LEVEL);
    text.append("@sinter_descriptor = constant { i64, i64, %s } ".formatted(array))
        .append("{ i64 %d, i64 %d, ".formatted(ABI, levels.size()))
        .append("%s [%s] }, align 8%n".formatted(array, rows));
    return text.toString();
  }
}
