package org.sinter.ir.interp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Program;

/** Runs a program's calls in order on one arena of just the bytes that it asks for. */
public final class ProgramInterpreter {
  private ProgramInterpreter() {}

  /**
   * Results by name, in order.
   *
   * @throws IllegalArgumentException when an input, a constraint or a kernel's check fails
   * @throws IllegalStateException when the program accesses what is not there
   */
  public static Map<String, Tensor> run(Program program, Map<String, Tensor> inputs) {
    Map<String, Long> symbols = Bindings.of(program.inputs(), inputs, program.symbols());
    List<Tensor> arguments = program.inputs().stream().map(p -> inputs.get(p.name())).toList();
    ProgramMemory memory = new ProgramMemory(program, arguments, symbols);
    for (Program.Call call : program.calls()) {
      new CallRunner(program, call, memory).run();
    }
    Bindings.checkConstraints(program.symbols(), symbols);
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (int i = 0; i < program.outputs().size(); i++) {
      results.put(program.outputs().get(i).name(), memory.result(i));
    }
    return results;
  }
}
