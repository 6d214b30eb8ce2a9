package org.sinter.codegen.llvm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;

/**
 * Which levels of a library need no code of their own: what a model's kernels never use (dot
 * products, where it has no narrow weights) makes no difference between {@code v4+vnni} and {@code
 * v4}.
 */
final class SharedCode {
  private SharedCode() {}

  /** Level → the plainest level whose code is the same, often itself; in the order of levels. */
  static Map<CpuLevel, CpuLevel> of(List<CpuLevel> levels, Map<CpuLevel, String> llvmText) {
    Map<CpuLevel, CpuLevel> shared = new LinkedHashMap<>();
    for (CpuLevel level : levels) {
      CpuLevel plainest = level;
      for (CpuLevel other : levels) {
        plainest = isSame(level, other, llvmText) ? other : plainest;
      }
      shared.put(level, plainest);
    }
    return shared;
  }

  /** Not where LLVM makes other instructions of the same text, as for {@code v3} and {@code v2}. */
  private static boolean isSame(CpuLevel level, CpuLevel other, Map<CpuLevel, String> llvmText) {
    return level.cpu().equals(other.cpu())
        && (other.bits() & ~level.bits()) == 0
        && llvmText
            .get(level)
            .replace("@" + level.entry() + "(", "@" + other.entry() + "(")
            .equals(llvmText.get(other));
  }
}
