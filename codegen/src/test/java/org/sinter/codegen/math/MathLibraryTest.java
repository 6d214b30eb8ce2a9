package org.sinter.codegen.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sinter.codegen.llvm.LinkedLibrary;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

class MathLibraryTest {
  private static final List<String> FLOAT_TO_FLOAT =
      MathLibrary.names().stream().filter(name -> !name.contains(".")).sorted().toList();

  /** What a kernel's tail computes alone is what it computes among sixteen. */
  @ParameterizedTest
  @ValueSource(strings = {"v2", "v4"})
  void resultsDoNotDependOnLanes(String levelName) {
    CpuLevel level = CpuLevel.of(levelName);
    Machines.assumeRuns(level);
    List<MathFunction> functions = new ArrayList<>();
    // at v4 four lanes take another instruction than one
    for (String name : FLOAT_TO_FLOAT) {
      for (int lanes : new int[] {1, 4, level.lanes()}) {
        functions.add(new MathFunction(name, Element.F32, lanes));
      }
    }
    float[] x = inputs(1, 4096);
    float[] y = inputs(2, 4096);
    try (NativeMath math = new NativeMath(level, functions)) {
      for (int i = 0; i < functions.size(); i += 3) {
        int[] alone = bits(math.floats(functions.get(i), x, y));
        for (int k = 1; k < 3; k++) {
          MathFunction wide = functions.get(i + k);
          assertArrayEquals(alone, bits(math.floats(wide, x, y)), wide.symbol());
        }
      }
    }
  }

  /** All functions: a library with nothing undefined, of one level where others cover the rest. */
  @ParameterizedTest
  @EnumSource(System.class)
  void noLibraryIsCalled(System system) {
    Map<CpuLevel, String> texts = new LinkedHashMap<>();
    List<CpuLevel> levels =
        system == System.LINUX_X86_64
            ? List.of(CpuLevel.V2, CpuLevel.V4)
            : List.of(system == System.WINDOWS_X86_64 ? CpuLevel.V3 : CpuLevel.NEON);
    for (CpuLevel level : levels) {
      TreeSet<MathFunction> functions = new TreeSet<>();
      for (String name : MathLibrary.names()) {
        functions.add(new MathFunction(name, Element.F64, 1));
        functions.add(new MathFunction(name, Element.F32, level.lanes()));
      }
      texts.put(level, caller(functions, level) + MathLibrary.emit(functions, level));
    }
    assertEquals(List.of(), LinkedLibrary.undefined(system, texts));
  }

  /** An entry that keeps every loop over a function reachable. */
  private static String caller(TreeSet<MathFunction> functions, CpuLevel level) {
    StringBuilder text = new StringBuilder("define i32 @" + level.entry() + "(ptr %call) {\n");
    functions.forEach(
        f ->
            text.append("  call void @\"loop.")
                .append(f.symbol())
                .append("\"(ptr %call, ptr null)\n"));
    text.append("  ret i32 0\n}\n");
    functions.forEach(
        f -> text.append(NativeMath.loop(f).replace("define void", "define internal void")));
    return text.toString();
  }

  @Test
  void unknownNamesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new MathFunction("exq", Element.F32, 1));
    assertThrows(IllegalArgumentException.class, () -> new MathFunction("exp", Element.I8, 1));
    assertThrows(IllegalArgumentException.class, () -> new MathFunction("exp", Element.F32, 0));
  }

  @Test
  void signatureOfAConversion() {
    MathFunction encode = MathFunction.encode("f8e4m3fn", Element.F32, 16);
    assertEquals("sinter.encode.f8e4m3fn.v16f32", encode.symbol());
    assertEquals("<16 x i8>", encode.resultType());
    assertEquals("<16 x float>", encode.parameterType());
    assertTrue(FLOAT_TO_FLOAT.contains("pow"));
  }

  private static float[] inputs(int seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] =
          i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-10, 10);
    }
    return x;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
