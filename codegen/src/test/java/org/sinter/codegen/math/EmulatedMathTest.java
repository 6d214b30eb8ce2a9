package org.sinter.codegen.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.sinter.codegen.llvm.Emulator;
import org.sinter.codegen.target.CpuLevel;

/** The code of AArch64 under QEMU gives the bits of v3: both do the same operations. */
class EmulatedMathTest {
  private static final int COUNT = 4096;

  @Test
  void neonGivesTheBitsOfV3() {
    Machines.assumeRuns(CpuLevel.V3);
    Path emulator = Emulator.required();
    List<MathFunction> functions = functions();
    ByteBuffer input = input(functions);
    byte[] found = EmulatedMath.run(emulator, functions, COUNT, input.array());
    ByteBuffer output = ByteBuffer.wrap(found).order(ByteOrder.LITTLE_ENDIAN);
    try (NativeMath math = new NativeMath(CpuLevel.V3, functions)) {
      for (MathFunction function : functions) {
        compare(math, function, input, output);
      }
    }
    assertEquals(0, output.remaining());
  }

  private static void compare(
      NativeMath math, MathFunction function, ByteBuffer input, ByteBuffer output) {
    boolean isDouble = function.element() == Element.F64;
    int size = isDouble ? 8 : 4;
    ByteBuffer x = NativeMath.buffer(COUNT * size);
    ByteBuffer y = NativeMath.buffer(COUNT * size);
    for (ByteBuffer operand : List.of(x, y)) {
      for (int i = 0; i < COUNT * size; i++) {
        operand.put(i, input.get());
      }
    }
    ByteBuffer expected = math.call(function, x, y, COUNT, size);
    for (int i = 0; i < COUNT; i++) {
      String where = function.symbol() + " of element " + i;
      if (isDouble) {
        assertEquals(expected.getDouble(8 * i), output.getDouble(), where);
      } else {
        assertEquals(expected.getFloat(4 * i), output.getFloat(), where);
      }
    }
  }

  private static List<MathFunction> functions() {
    List<MathFunction> functions = new ArrayList<>();
    for (String name : new TreeSet<>(MathLibrary.names())) {
      if (name.contains(".")) {
        continue;
      }
      functions.add(new MathFunction(name, Element.F32, 4));
      functions.add(new MathFunction(name, Element.F64, 1));
    }
    return functions;
  }

  private static ByteBuffer input(List<MathFunction> functions) {
    SplittableRandom random = new SplittableRandom(5);
    int bytes = functions.stream().mapToInt(f -> f.element() == Element.F64 ? 16 : 8).sum();
    ByteBuffer input = ByteBuffer.allocate(COUNT * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (MathFunction function : functions) {
      for (int i = 0; i < 2 * COUNT; i++) {
        double value =
            i % 2 == 0 ? random.nextDouble(-20, 20) : Float.intBitsToFloat(random.nextInt());
        if (function.element() == Element.F64) {
          input.putDouble(value);
        } else {
          input.putFloat((float) value);
        }
      }
    }
    return input.flip();
  }
}
