package org.sinter.codegen.llvm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bytedeco.javacpp.FloatPointer;
import org.junit.jupiter.api.Test;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

class AssemblerTest {
  private static final String SCALE =
      """
      define void @scale(ptr %in, ptr %out) {
        %x = load <4 x float>, ptr %in
        %y = fmul <4 x float> %x, splat (float 2.0)
        store <4 x float> %y, ptr %out
        ret void
      }
      """;

  private static Assembler v2() {
    return new Assembler(System.LINUX_X86_64, CpuLevel.V2);
  }

  private static String error(String text) {
    return assertThrows(LlvmException.class, () -> v2().object(text)).getMessage();
  }

  @Test
  void codeRuns() {
    try (NativeCode code = new NativeCode(v2().object(SCALE));
        FloatPointer in = new FloatPointer(1f, 2f, 3f, 4f);
        FloatPointer out = new FloatPointer(4)) {
      code.function("scale").call(in, out);
      float[] result = new float[4];
      out.get(result);
      assertArrayEquals(new float[] {2, 4, 6, 8}, result);
    }
  }

  @Test
  void sameTextSameBytes() {
    assertArrayEquals(v2().object(SCALE), v2().object(SCALE));
  }

  @Test
  void assemblyOfLevelUsesItsRegisters() {
    String wide = SCALE.replace("<4 x", "<16 x");
    String v4 = new Assembler(System.LINUX_X86_64, CpuLevel.V4).assembly(wide);
    assertTrue(v4.contains("%zmm0"), v4);
    assertTrue(v2().assembly(wide).contains("%xmm3"), "four registers of v2");
  }

  @Test
  void readErrorNamesLineAndShowsIt() {
    String message = error(SCALE.replace("fmul <4 x float> %x", "fmul <8 x float> %x"));
    assertTrue(message.contains("v2.ll:3:"), message);
    assertTrue(message.contains("%y = fmul <8 x float> %x"), message);
  }

  @Test
  void invalidModuleIsRefused() {
    String message =
        error(
            """
            define i32 @f(i32 %a) {
              %x = add i32 %y, 1
              %y = add i32 %a, 1
              ret i32 %x
            }
            """);
    assertTrue(message.contains("does not dominate"), message);
  }

  @Test
  void intrinsicOfBetterLevelIsRefused() {
    String message =
        error("declare <4 x i32> @llvm.x86.avx512.vpdpbusd.128(<4 x i32>, <4 x i32>, <4 x i32>)\n");
    assertEquals("llvm.x86.avx512.vpdpbusd.128 needs VNNI, which level v2 lacks", message);
  }

  @Test
  void libraryCallIsRefused() {
    assertTrue(error("declare float @llvm.exp.f32(float)\n").contains("C library"));
  }

  @Test
  void fatalErrorOfLlvmIsAnExceptionAndTheNextModuleCompiles() {
    String message =
        error(
            """
            declare i64 @llvm.riscv.orc.b.i64(i64)
            define i64 @f(i64 %x) {
              %y = call i64 @llvm.riscv.orc.b.i64(i64 %x)
              ret i64 %y
            }
            """);
    assertTrue(message.contains("annot select"), message);
    assertTrue(v2().object(SCALE).length > 100);
  }

  @Test
  void levelOfOtherArchitectureIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> new Assembler(System.LINUX_X86_64, CpuLevel.NEON));
  }
}
