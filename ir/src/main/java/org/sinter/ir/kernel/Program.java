package org.sinter.ir.kernel;

import java.util.List;
import java.util.Map;
import org.sinter.ir.Constant;
import org.sinter.ir.Dim;
import org.sinter.ir.Param;
import org.sinter.ir.Symbols;
import org.sinter.ir.TensorType;

/**
 * A whole model at the loop level: calls of kernels in order, over inputs, outputs, constants and
 * one arena.
 *
 * @param inputs the graph's parameters
 * @param outputs name and type of each result; types may hold measured symbols
 * @param constants what calls read beside the arena; the same constant is one entry
 * @param arena bytes of the arena as a formula of the symbols
 * @param symbols ranges, measured symbols and constraints
 */
public record Program(
    String name,
    List<Param> inputs,
    List<Output> outputs,
    List<Constant> constants,
    List<Kernel> kernels,
    List<Call> calls,
    Dim arena,
    Symbols symbols) {

  public Program {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    constants = List.copyOf(constants);
    kernels = List.copyOf(kernels);
    calls = List.copyOf(calls);
  }

  /** A named result. */
  public record Output(String name, TensorType type) {}

  /**
   * Runs a kernel: one place for each of its buffers. {@code dims} renames the kernel's symbols to
   * expressions of the program's, so that calls of different sizes share a kernel.
   */
  public record Call(String kernel, List<Place> places, Map<String, Dim> dims) {
    public Call {
      places = List.copyOf(places);
      dims = Map.copyOf(dims);
    }
  }

  /** Where a buffer lies. */
  public sealed interface Place {}

  /** The caller's input number {@code index}. */
  public record Input(int index) implements Place {}

  /** The caller's output number {@code index}. */
  public record Result(int index) implements Place {}

  /** A constant of {@code constants}. */
  public record Weight(int index) implements Place {}

  /** {@code offset} bytes into the arena, a multiple of 64. */
  public record Arena(Dim offset) implements Place {}
}
