package org.sinter.codegen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.sinter.codegen.llvm.Assembler;
import org.sinter.codegen.llvm.NativeCode;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.codegen.target.System;
import org.sinter.ir.Constant;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Program;

/** A program compiled for this machine, its parallel regions run chunk by chunk in one thread. */
final class NativeProgram implements AutoCloseable {
  /** The levels that this machine can run, plainest first. */
  static final List<CpuLevel> LEVELS = levels();

  private static final String PARALLEL =
      """
      define internal void @sinter_parallel(ptr %call, ptr %f, ptr %frame, i64 %count, i64 %grain) {
      entry:
        br label %head
      head:
        %i = phi i64 [ 0, %entry ], [ %next, %body ]
        %more = icmp slt i64 %i, %count
        br i1 %more, label %body, label %end
      body:
        %next = add i64 %i, %grain
        %last = call i64 @llvm.smin.i64(i64 %next, i64 %count)
        %odd = and i64 %i, 1
        call void %f(ptr %call, ptr %frame, i64 %i, i64 %last, i64 %odd)
        br label %head
      end:
        ret void
      }
      """;

  private static final String MARK =
      """
      define internal void @sinter_mark(ptr %call, i64 %index) {
        ret void
      }
      """;

  private final Program program;
  private final ProgramLayout layout;
  private final NativeCode code;
  private final NativeCode.Function entry;
  private final List<Pointer> held = new ArrayList<>();

  /** What a call left: its status, detail, and the values of all symbols. */
  record Result(long status, long detail, List<Long> symbols) {}

  NativeProgram(Program program, CpuLevel level) {
    this.program = program;
    layout = ProgramLayout.of(program);
    code = new NativeCode(new Assembler(System.LINUX_X86_64, level).object(text(program, level)));
    entry = code.function(level.entry());
  }

  static String text(Program program, CpuLevel level) {
    return LevelModule.emit(program, level)
        .replace("declare void @sinter_parallel(ptr, ptr, ptr, i64, i64)\n", PARALLEL)
        .replace("declare void @sinter_mark(ptr, i64)\n", MARK);
  }

  private static List<CpuLevel> levels() {
    try {
      String flags = Files.readString(Path.of("/proc/cpuinfo"));
      List<CpuLevel> levels = new ArrayList<>(List.of(CpuLevel.V2));
      if (flags.contains(" avx2 ")) {
        levels.add(CpuLevel.V3);
      }
      if (flags.contains(" avx512vl ")) {
        levels.add(CpuLevel.V4);
      }
      return levels;
    } catch (IOException e) {
      return List.of(CpuLevel.V2);
    }
  }

  /** Runs on inputs then outputs. */
  Result run(List<Tensor> tensors, Map<String, Long> symbols, boolean cancelled) {
    return run(tensors, symbols, cancelled, () -> {});
  }

  /** Nanoseconds of a run, the least of {@code repetitions}. */
  double nanos(List<Tensor> tensors, Map<String, Long> symbols, int repetitions) {
    double[] best = {Double.MAX_VALUE};
    run(
        tensors,
        symbols,
        false,
        () -> {
          for (int i = 0; i < repetitions; i++) {
            long start = java.lang.System.nanoTime();
            entry.call(last, new Pointer());
            best[0] = Math.min(best[0], java.lang.System.nanoTime() - start);
          }
        });
    return best[0];
  }

  private LongPointer last;

  private Result run(
      List<Tensor> tensors, Map<String, Long> symbols, boolean cancelled, Runnable again) {
    LongPointer values = hold(new LongPointer(Math.max(1, layout.symbols().size())));
    for (int i = 0; i < layout.symbols().size(); i++) {
      values.put(i, symbols.getOrDefault(layout.symbols().get(i), 0L));
    }
    List<BytePointer> buffers = tensors.stream().map(this::copy).toList();
    LongPointer call = hold(new LongPointer(11));
    long scratch = layout.scratch().evaluate(symbols::get);
    call.put(0, addresses(weights()).address());
    call.put(1, addresses(buffers).address());
    call.put(2, values.address());
    call.put(3, aligned(program.arena().evaluate(symbols::get)));
    call.put(4, aligned(2 * scratch));
    call.put(5, scratch);
    call.put(6, 0).put(7, cancelled ? 1 : 0).put(8, 0).put(9, -1).put(10, 0);
    entry.call(call, new Pointer());
    last = call;
    again.run();
    for (int i = 0; i < tensors.size(); i++) {
      ByteBuffer bytes = tensors.get(i).bytes();
      byte[] result = new byte[bytes.remaining()];
      buffers.get(i).get(result);
      bytes.put(result);
    }
    List<Long> after = new ArrayList<>();
    for (int i = 0; i < layout.symbols().size(); i++) {
      after.add(values.get(i));
    }
    return new Result(call.get(8), call.get(9), after);
  }

  private <P extends Pointer> P hold(P pointer) {
    held.add(pointer);
    return pointer;
  }

  private BytePointer copy(Tensor tensor) {
    byte[] bytes = new byte[tensor.bytes().remaining()];
    tensor.bytes().get(bytes);
    return hold(new BytePointer(Math.max(1, bytes.length))).put(bytes, 0, bytes.length);
  }

  private long aligned(long bytes) {
    return (hold(new BytePointer(bytes + 64)).address() + 63) / 64 * 64;
  }

  private LongPointer addresses(List<BytePointer> pointers) {
    LongPointer array = hold(new LongPointer(Math.max(1, pointers.size())));
    for (int i = 0; i < pointers.size(); i++) {
      array.put(i, pointers.get(i).address());
    }
    return array;
  }

  private List<BytePointer> weights() {
    List<BytePointer> files = new ArrayList<>();
    layout.weights().files().forEach(bytes -> files.add(hold(new BytePointer(bytes))));
    for (int i = 0; i < program.constants().size(); i++) {
      Constant constant = program.constants().get(i);
      WeightLayout.Place place = layout.weights().places().get(i);
      long[] at = {place.offset()};
      WeightLayout.read(
          constant.elements(),
          piece -> {
            BytePointer file = files.get(place.file());
            for (; piece.hasRemaining(); at[0]++) {
              file.put(at[0], piece.get());
            }
          });
    }
    return files;
  }

  @Override
  public void close() {
    code.close();
    held.forEach(Pointer::close);
  }
}
