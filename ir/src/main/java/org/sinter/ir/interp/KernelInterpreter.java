package org.sinter.ir.interp;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sinter.ir.Dim;
import org.sinter.ir.Tensor;
import org.sinter.ir.kernel.Buffer;
import org.sinter.ir.kernel.Kernel;

/** Runs a kernel, all loops serially; indices are checked. */
public final class KernelInterpreter {
  private KernelInterpreter() {}

  /**
   * Runs {@code kernel} on one tensor for each of its buffers.
   *
   * @param symbols values of the kernel's symbols; a measured one is put there
   * @throws IllegalArgumentException when a check of the kernel fails
   * @throws IllegalStateException when the kernel accesses what is not there
   */
  public static void run(Kernel kernel, List<Tensor> buffers, Map<String, Long> symbols) {
    Evaluator evaluator = new Evaluator("kernel " + kernel.name(), symbols);
    if (buffers.size() != kernel.buffers().size()) {
      throw new IllegalStateException(
          kernel.name() + ": " + buffers.size() + " tensors for " + kernel.buffers());
    }
    for (int i = 0; i < buffers.size(); i++) {
      bind(kernel, kernel.buffers().get(i), buffers.get(i), evaluator, symbols);
    }
    StatementCompiler compiler = new StatementCompiler(kernel, evaluator, symbols);
    Action action = kernel.body().accept(compiler);
    action.run(new long[][] {evaluator.frame()});
  }

  private static void bind(
      Kernel kernel, Buffer buffer, Tensor tensor, Evaluator evaluator, Map<String, Long> symbols) {
    long[] shape = tensor.shape();
    boolean fits = tensor.type() == buffer.dtype() && shape.length == buffer.type().rank();
    for (int d = 0; fits && d < shape.length; d++) {
      Dim dim = buffer.type().dim(d);
      boolean known = symbols.keySet().containsAll(dim.symbols());
      fits = !known || dim.evaluate(symbols::get) == shape[d];
    }
    if (!fits) {
      throw new IllegalStateException(
          kernel.name()
              + ": buffer "
              + buffer
              + " is given "
              + tensor.type()
              + Arrays.toString(shape)
              + " under "
              + symbols);
    }
    Memory memory = new Memory("kernel " + kernel.name(), buffer.name(), tensor, shape);
    evaluator.bind(buffer, new Evaluator.Storage(memory, -1));
  }
}
