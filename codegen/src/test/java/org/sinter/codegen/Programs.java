package org.sinter.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sinter.codegen.target.CpuLevel;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Kernel;
import org.sinter.ir.kernel.Program;
import org.sinter.ir.kernel.Stmt;

/** Programs of one kernel, for tests. */
final class Programs {
  private Programs() {}

  /** One call of {@code kernel}: read buffers are inputs, written ones outputs. */
  static Program of(Kernel kernel, Symbols symbols) {
    List<Param> inputs = new ArrayList<>();
    List<Program.Output> outputs = new ArrayList<>();
    List<Program.Place> places = new ArrayList<>();
    for (Buffer buffer : kernel.buffers()) {
      if (kernel.writes(buffer)) {
        places.add(new Program.Result(outputs.size()));
        outputs.add(new Program.Output(buffer.name(), buffer.type()));
      } else {
        places.add(new Program.Input(inputs.size()));
        inputs.add(new Param(buffer.name(), buffer.type()));
      }
    }
    Program.Call call = new Program.Call(kernel.name(), places, Map.of());
    return new Program(
        "test", inputs, outputs, List.of(), List.of(kernel), List.of(call), Dim.ZERO, symbols);
  }

  static Program of(Kernel kernel) {
    return of(kernel, Symbols.NONE);
  }

  static Kernel kernel(List<Buffer> buffers, int outputs, Stmt body) {
    return new Kernel("k", buffers, outputs, body);
  }

  static NativeProgram.Result run(
      Kernel kernel, CpuLevel level, List<Tensor> tensors, Map<String, Long> symbols) {
    try (NativeProgram program = new NativeProgram(of(kernel), level)) {
      return program.run(tensors, symbols, false);
    }
  }
}
