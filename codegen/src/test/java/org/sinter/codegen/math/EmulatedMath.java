package org.sinter.codegen.math;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.sinter.codegen.llvm.Assembler;
import org.sinter.codegen.llvm.Emulator;
import org.sinter.codegen.llvm.Executable;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** Math functions of AArch64 in a program that maps standard input to output, run by QEMU. */
final class EmulatedMath {
  /** {@code read} and {@code write} until {@code %n} bytes are done: the kernel may do fewer. */
  private static final String TRANSFER =
      """
      define internal void @transfer(i64 %number, i64 %file, ptr %at, i64 %n) noinline {
        br label %loop
      loop:
        %done = phi i64 [ 0, %0 ], [ %more, %loop ]
        %to = getelementptr i8, ptr %at, i64 %done
        %left = sub i64 %n, %done
        %got = call i64 asm sideeffect "svc #0", "={x0},{x8},{x0},{x1},{x2},~{memory}"(
            i64 %number, i64 %file, ptr %to, i64 %left)
        %more = add i64 %done, %got
        %again = icmp slt i64 %more, %n
        br i1 %again, label %loop, label %end
      end:
        ret void
      }
      @x = internal global [BYTES x i8] zeroinitializer, align 64
      @y = internal global [BYTES x i8] zeroinitializer, align 64
      @out = internal global [BYTES x i8] zeroinitializer, align 64
      @args = internal global { ptr, ptr, ptr, i64 } { ptr @x, ptr @y, ptr @out, i64 COUNT }
      define void @_start() {
      """;

  private EmulatedMath() {}

  /** For each function the bytes that it gives for {@code count} elements of x and y. */
  static byte[] run(Path emulator, List<MathFunction> functions, int count, byte[] input) {
    int bytes = 8 * count;
    StringBuilder text =
        new StringBuilder(TRANSFER.replace("BYTES", "" + bytes).replace("COUNT", "" + count));
    for (MathFunction function : functions) {
      int size = count * (function.element() == Element.F64 ? 8 : 4);
      text.append("  call void @transfer(i64 63, i64 0, ptr @x, i64 ").append(size).append(")\n");
      text.append("  call void @transfer(i64 63, i64 0, ptr @y, i64 ").append(size).append(")\n");
      text.append("  call void @\"loop.")
          .append(function.symbol())
          .append("\"(ptr @args, ptr null)\n");
      text.append("  call void @transfer(i64 64, i64 1, ptr @out, i64 ").append(size).append(")\n");
    }
    text.append(
        """
          call void asm sideeffect "svc #0", "{x8},{x0}"(i64 93, i64 0)
          unreachable
        }
        """);
    functions.forEach(function -> text.append(NativeMath.loop(function)));
    text.append(MathLibrary.emit(new TreeSet<>(functions), CpuLevel.NEON));
    byte[] object = new Assembler(System.LINUX_AARCH64, CpuLevel.NEON).object(text.toString());
    return Emulator.run(emulator, Executable.link(List.of(object)), input);
  }
}
