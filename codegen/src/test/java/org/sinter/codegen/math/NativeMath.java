package org.sinter.codegen.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.sinter.codegen.llvm.Assembler;
import org.sinter.codegen.llvm.NativeCode;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;

/** Math functions compiled for one level of this machine, called on arrays. */
final class NativeMath implements AutoCloseable {
  private final NativeCode code;

  NativeMath(CpuLevel level, List<MathFunction> functions) {
    StringBuilder text = new StringBuilder();
    Set<MathFunction> set = new LinkedHashSet<>(functions);
    set.forEach(function -> text.append(loop(function)));
    text.append(MathLibrary.emit(set, level));
    code = new NativeCode(new Assembler(System.LINUX_X86_64, level).object(text.toString()));
  }

  /** {@code void loop(struct {x, y, out, n} *)}: n is a multiple of the lanes. */
  static String loop(MathFunction function) {
    String in = function.parameterType();
    String two = function.arity() == 2 ? ", " + in + " %y" : "";
    return """
        define void @"loop.NAME"(ptr %args, ptr %unused) {
          %xs = load ptr, ptr %args
          %ys.at = getelementptr i64, ptr %args, i64 1
          %out.at = getelementptr i64, ptr %args, i64 2
          %n.at = getelementptr i64, ptr %args, i64 3
          %ys = load ptr, ptr %ys.at
          %out = load ptr, ptr %out.at
          %n = load i64, ptr %n.at
          br label %loop
        loop:
          %i = phi i64 [ 0, %0 ], [ %next, %loop ]
          %px = getelementptr INELEMENT, ptr %xs, i64 %i
          %py = getelementptr INELEMENT, ptr %ys, i64 %i
          %po = getelementptr OUTELEMENT, ptr %out, i64 %i
          %x = load IN, ptr %px, align 1
          %y = load IN, ptr %py, align 1
          %r = call OUT @NAME(IN %xTWO)
          store OUT %r, ptr %po, align 1
          %next = add i64 %i, LANES
          %more = icmp slt i64 %next, %n
          br i1 %more, label %loop, label %end
        end:
          ret void
        }
        """
        .replace("NAME", function.symbol())
        .replace("TWO", two)
        .replace("INELEMENT", scalar(function.parameterType()))
        .replace("OUTELEMENT", scalar(function.resultType()))
        .replace("IN ", in + " ")
        .replace("IN,", in + ",")
        .replace("OUT ", function.resultType() + " ")
        .replace("LANES", String.valueOf(function.lanes()));
  }

  private static String scalar(String type) {
    return type.replaceAll("<\\d+ x (\\w+)>", "$1");
  }

  ByteBuffer call(MathFunction function, ByteBuffer x, ByteBuffer y, int n, int outBytes) {
    ByteBuffer out = buffer(n * outBytes);
    ByteBuffer args = buffer(32);
    args.putLong(0, NativeCode.address(x))
        .putLong(8, NativeCode.address(y))
        .putLong(16, NativeCode.address(out))
        .putLong(24, n);
    code.function("loop." + function.symbol()).call(args);
    return out;
  }

  float[] floats(MathFunction function, float[] x, float[] y) {
    ByteBuffer out = call(function, buffer(x), buffer(y), x.length, 4);
    float[] result = new float[x.length];
    out.asFloatBuffer().get(result);
    return result;
  }

  double[] doubles(MathFunction function, double[] x, double[] y) {
    ByteBuffer a = buffer(8 * x.length);
    a.asDoubleBuffer().put(x);
    ByteBuffer b = buffer(8 * y.length);
    b.asDoubleBuffer().put(y);
    double[] result = new double[x.length];
    call(function, a, b, x.length, 8).asDoubleBuffer().get(result);
    return result;
  }

  static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocateDirect(bytes + 64).order(ByteOrder.LITTLE_ENDIAN);
  }

  static ByteBuffer buffer(float[] values) {
    ByteBuffer buffer = buffer(4 * values.length);
    buffer.asFloatBuffer().put(values);
    return buffer;
  }

  @Override
  public void close() {
    code.close();
  }
}
