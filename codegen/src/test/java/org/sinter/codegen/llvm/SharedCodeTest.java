package org.sinter.codegen.llvm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

class SharedCodeTest {
  private static final List<CpuLevel> LEVELS = System.LINUX_X86_64.levels();

  private static String text(CpuLevel level, String body) {
    return "define i32 @" + level.entry() + "(ptr %call) {" + body + "}";
  }

  @Test
  void levelsWithTheSameTextRunThePlainestOnesCode() {
    Map<CpuLevel, String> texts = new LinkedHashMap<>();
    LEVELS.forEach(level -> texts.put(level, text(level, " ret i32 0 ")));
    assertEquals(
        "{v4+vnni+bf16=v4, v4+vnni=v4, v4=v4, v3+avxvnni=v3, v3=v3, v2=v2}",
        SharedCode.of(LEVELS, texts).toString());
  }

  @Test
  void otherTextIsCodeOfItsOwn() {
    Map<CpuLevel, String> texts = new LinkedHashMap<>();
    LEVELS.forEach(level -> texts.put(level, text(level, " ret i32 0 ")));
    texts.put(CpuLevel.V4_VNNI, text(CpuLevel.V4_VNNI, " ret i32 1 "));
    texts.put(CpuLevel.V4_VNNI_BF16, text(CpuLevel.V4_VNNI_BF16, " ret i32 1 "));
    assertEquals(
        "{v4+vnni+bf16=v4+vnni, v4+vnni=v4+vnni, v4=v4, v3+avxvnni=v3, v3=v3, v2=v2}",
        SharedCode.of(LEVELS, texts).toString());
  }
}
